"""The catalog in the Wagtail admin."""

from wagtail import hooks

from catalog.viewsets.donation_listings import DonationListingViewSet


@hooks.register("register_admin_viewset")
def donation_listings() -> DonationListingViewSet:
    """ふるさと納税の掲載."""
    return DonationListingViewSet()
