"""ふるさと納税の掲載 in the Wagtail admin: list, form, what the rules say, and the steps to the public page."""

from typing import Any, cast

from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from catalog import permissions
from catalog.domain import gift_rules
from catalog.domain.listing_states import EDGES, LABELS, Actor, ListingStatus
from catalog.forms.listing import CLAUSE_FACTS, ListingForm
from catalog.models import DonationListing
from catalog.selectors import listings
from catalog.services import donation_listings
from core import clock
from core.domain.reason import Refused
from core.models import User

VERBS = {
    "check": (_("点検済みにする"), donation_listings.check, ListingStatus.CHECKED),
    "offer": (_("出品手続きに進める"), donation_listings.offer, ListingStatus.OFFERED),
    "publish": (_("掲載する"), donation_listings.publish, ListingStatus.LISTED),
    "pause": (_("休止する"), donation_listings.pause, ListingStatus.PAUSED),
    "end": (_("終了する"), donation_listings.end, ListingStatus.ENDED),
}
PANELS = ObjectList(
    [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("product", "portal", "url", "code", "title", "municipality", "prefecture")],
            heading=_("掲載"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("donation_yen", "contents", "temperature", "starts_on", "ends_on", "stock")],
            heading=_("内容"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("procurement_yen", "shipping_yen", "other_yen", "handling_yen")],
            heading=_("費用"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    *(
                        "clause",
                        "reason",
                        "produced_in",
                        "made_in",
                        "raw_material_percent",
                        "value_a_yen",
                        "value_b_yen",
                    ),
                    "evidence_confirmed_on",
                )
            ],
            heading=_("地場産品基準"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in CLAUSE_FACTS], heading=_("号ごとの確認事項"), classname="collapsed"
        ),
        MultiFieldPanel([FieldPanel("wording")], heading=_("リンクのそばに出す言葉")),
    ],
    base_form_class=ListingForm,
)


class OfficeOnly(UserPassesTestMixin):
    """Secretariat and approver; colleagues without the right get 403."""

    raise_exception = True

    def test_func(self) -> bool:
        return permissions.can_edit_listings(self.request.user)  # type: ignore[attr-defined]


class SavesThroughService:
    """Create and edit write through the service and say its refusals in the form."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(reason.field if reason.field in form.fields else None, reason.sentence)
        except ValidationError as error:
            form.add_error(None, error)
        self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
        return self.form_invalid(form)  # type: ignore[attr-defined]


class ListingIndex(OfficeOnly, generic.IndexView):
    """All listings."""

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("product", "evidence_confirmed_by")


class ListingCreate(OfficeOnly, SavesThroughService, generic.CreateView):
    """A new draft."""

    def save_instance(self) -> DonationListing:
        product = self.form.cleaned_data["product"]
        return donation_listings.create(product, by=self.request.user, at=clock.now(), **self.form.values())


class ListingEdit(OfficeOnly, SavesThroughService, generic.EditView):
    """The form with the verdicts of today and the steps that are open."""

    def save_instance(self) -> DonationListing:
        self.has_content_changes = self.form.has_changed()
        return donation_listings.update(self.object, by=self.request.user, at=clock.now(), **self.form.values())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listing = DonationListing.objects.select_related("product", "terms_edited_by", "evidence_confirmed_by").get(
            pk=self.object.pk
        )
        today = clock.today()
        answers = donation_listings.verdicts(listing, today)
        extra = {
            "listing": listing,
            "today": today,
            "verdicts": [(answer, gift_rules.OUTCOMES[answer.outcome]) for answer in answers],
            "lawful": gift_rules.lawful(answers),
            "status_label": LABELS[ListingStatus(listing.status)],
            "own_terms": listing.terms_edited_by_id == self.request.user.pk,
            "evidence": evidence_text(listing),
            "check": _check_text(listing),
            "verbs": _open_verbs(listing, self.request.user),
        }
        return {**super().get_context_data(**kwargs), **extra}


def _check_text(listing: DonationListing) -> str:
    """Who checked it last and when; empty before the first check."""
    event = listings.last_check(listing)
    return f"{clock.local_text(event.at)} {event.by.display_name if event.by else ''}".strip() if event else ""


def _open_verbs(listing: DonationListing, user: Any) -> list[dict[str, Any]]:
    actors = {Actor.OFFICE} if listing.terms_edited_by_id == user.pk else {Actor.OFFICE, Actor.SECOND}
    source = ListingStatus(listing.status)
    targets = {edge.target for edge in EDGES if edge.source is source and edge.actor in actors}
    if source is ListingStatus.CHECKED and Actor.SECOND in actors:
        targets.add(ListingStatus.LISTED)
    return [
        {"label": label, "href": reverse("donation_listings:act", args=[listing.pk, verb]), "verb": verb}
        for verb, (label, _service, target) in VERBS.items()
        if target in targets
    ]


@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One step of a listing; refusals are shown as sentences on the form."""
    listing = get_object_or_404(DonationListing.objects.select_related("product"), pk=pk)
    if not permissions.can_edit_listings(request.user):  # type: ignore[arg-type]
        raise PermissionDenied
    if verb in VERBS:
        _label, service, target = VERBS[verb]
        try:
            service(listing, by=cast(User, request.user), at=clock.now())
            messages.success(request, gettext("「%(status)s」にしました。") % {"status": LABELS[target]})
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reason.sentence)
    return redirect("donation_listings:edit", pk)


def donation_text(listing: DonationListing) -> str:
    """12,000, or a dash."""
    return "–" if listing.donation_yen is None else f"{listing.donation_yen:,}"


def evidence_text(listing: DonationListing) -> str:
    """When the evidence was looked at and by whom: 2026年11月2日（月） 鈴木 一郎."""
    if listing.evidence_confirmed_on is None:
        return "–"
    who = listing.evidence_confirmed_by
    return f"{clock.date_text(listing.evidence_confirmed_on)} {who.display_name if who else ''}".strip()


class DonationListingViewSet(ModelViewSet):
    """Deleting is not offered: a listing ends."""

    model = DonationListing
    name = "donation_listings"
    url_prefix = "listings"
    icon = "link-external"
    menu_label = _("ふるさと納税の掲載")
    menu_order = 210
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = ListingIndex
    add_view_class = ListingCreate
    edit_view_class = ListingEdit
    edit_template_name = "catalog/admin/listing.html"
    edit_handler = PANELS
    list_display = (
        TitleColumn("product", label=_("商品"), url_name="donation_listings:edit", sort_key="product__name"),
        Column("get_portal_display", label=_("ポータルサイト")),
        Column("donation_yen", label=_("寄附金額（円）"), sort_key="donation_yen", accessor=donation_text),
        Column("clause", label=_("号")),
        Column("get_status_display", label=_("状態")),
        Column("evidence_confirmed_on", label=_("根拠の確認"), accessor=evidence_text),
    )
    list_filter = ("status", "portal", "clause")
    search_fields = ("code", "title", "product__name")
    search_backend_name = None

    def get_urlpatterns(self) -> list[Any]:
        return [
            *(each for each in super().get_urlpatterns() if each.name not in ("delete", "copy")),
            path("act/<int:pk>/<str:verb>/", act, name="act"),
        ]
