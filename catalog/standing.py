"""What nobody does to a page by hand: pages that the site or a certificate needs stay where they are."""

from typing import Any

from wagtail.models import Page, PagePermissionTester


class StandingTester(PagePermissionTester):
    """A page that may be edited and published again, and neither taken down, moved, copied, hidden nor deleted."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False


class CertifiedTester(StandingTester):
    """A product's page: public as long as its certificate says so, whatever an editor presses."""

    def can_publish(self) -> bool:
        return bool(super().can_publish() and self.page.live)


class StandingPage:
    """Mixin before Page."""

    permission_tester: type[StandingTester] = StandingTester

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return self.permission_tester(user, self)
