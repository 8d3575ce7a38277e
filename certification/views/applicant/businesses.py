"""The firm: create, change, people, invitations; joining by an invitation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.forms.applicant.business import ROLES, BusinessForm, InvitationForm, with_address
from certification.selectors import applicant as selectors
from certification.views.applicant import answers
from certification.views.person import PersonRequest
from core import clock, postcodes, throttle
from core.models import Business, Membership
from core.services import businesses

INVITATIONS = 20  # a person may send in a day
LOOKUPS = 120  # a person may ask in ten minutes


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def create(request: PersonRequest) -> HttpResponseBase:
    """A new firm with the person as its owner."""
    if request.method != "POST":
        return _form_page(request, BusinessForm(initial={"kind": "corporation"}))
    if request.POST.get("do") == "address":
        return _address(request)
    form = BusinessForm(request.POST)
    if form.is_valid():
        try:
            business = businesses.create(form.values(), by=request.user, at=clock.now())
        except ValidationError as error:
            _show(form, error)
        else:
            messages.success(request, _("「{name}」を登録しました。").format(name=business.name))
            return redirect("apply:index")
    return _form_page(request, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def change(request: PersonRequest, code: str) -> HttpResponseBase:
    """Change the firm's facts."""
    business = _business(request, code)
    seat = business.memberships.get(user=request.user)
    if not seat.may_edit:
        raise PermissionDenied(_("閲覧の役割では変更できません。代表の方に役割の変更を頼んでください。"))
    if request.method != "POST":
        return _form_page(request, BusinessForm(instance=business), business)
    if request.POST.get("do") == "address":
        return _address(request, business)
    form = BusinessForm(request.POST, instance=Business.objects.get(pk=business.pk))
    if form.is_valid():
        try:
            businesses.change(business, form.values(), by=request.user, at=clock.now())
        except ValidationError as error:
            _show(form, error)
        except answers.REFUSALS as error:
            return answers.refuse(request, error, reverse("apply:business", args=[code]))
        else:
            messages.success(request, _("事業者の情報を保存しました。"))
            return redirect("apply:business", code)
    return _form_page(request, form, business, status=422)


def _business(request: PersonRequest, code: str) -> Business:
    return get_object_or_404(selectors.businesses(request.user), code=code)


def _address(request: PersonRequest, business: Business | None = None) -> HttpResponse:
    """The same page with the address filled in and everything typed kept; nothing is saved."""
    typed, sentence = with_address(request.POST)
    form = BusinessForm(initial=typed.dict())
    return _form_page(request, form, business, address_sentence=str(sentence), filled=not sentence)


def _form_page(
    request: PersonRequest,
    form: BusinessForm,
    business: Business | None = None,
    *,
    status: int = 200,
    address_sentence: str = "",
    filled: bool = False,
) -> HttpResponse:
    context = {"form": form, "business": business, "address_sentence": address_sentence, "filled": filled}
    return render(request, "apply/business_form.html", context, status=status)


def _show(form: BusinessForm, error: ValidationError) -> None:
    """The service's sentences beside their fields."""
    found = error.error_dict if hasattr(error, "error_dict") else {"__all__": error.error_list}
    for name, errors in found.items():
        field = name if name in form.fields else None
        if any("法人番号" in message for each in errors for message in each.messages):
            field = "corporate_number"
        for each in errors:
            if field is None or not form.has_error(field):
                form.add_error(field, each.messages)


@require_safe
@never_cache
def show(request: PersonRequest, code: str) -> HttpResponse:
    """The firm's facts, its people, its open invitations."""
    return _business_page(request, _business(request, code), InvitationForm())


def _business_page(
    request: PersonRequest, business: Business, form: InvitationForm, *, status: int = 200
) -> HttpResponse:
    people = list(selectors.members(business))
    owners = sum(1 for row in people if row.role == "owner")
    mine = next(row for row in people if row.user_id == request.user.pk)
    context = {
        "business": business,
        "facts": _facts(business),
        "people": [(row, row.role != "owner" or owners > 1) for row in people],
        "roles": Membership.ROLES,
        "may_edit": mine.may_edit,
        "may_invite": mine.role == "owner",
        "pending": selectors.pending_invitations(business, at=clock.now()),
        "form": form,
    }
    return render(request, "apply/business.html", context, status=status)


def _facts(business: Business) -> list[dict[str, object]]:
    rows = [
        (_("区分"), business.get_kind_display()),
        (_("名前の読み方"), business.name_kana),
        (_("法人番号"), business.corporate_number),
        (_("代表者"), business.representative),
        (_("住所"), business.address),
        (_("電話"), business.phone),
        (_("ホームページ"), business.website),
    ]
    return [{"term": term, "value": value} for term, value in rows if value]


@require_POST
def invite(request: PersonRequest, code: str) -> HttpResponseBase:
    """Send an invitation by mail."""
    business = _business(request, code)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _business_page(request, business, form, status=422)
    if not throttle.allow(f"invite:{request.user.pk}", rate=INVITATIONS, per_seconds=86400, at=clock.now()):
        form.add_error(None, _("招待を続けて送りすぎました。明日もう一度お試しください。"))
        return _business_page(request, business, form, status=429)
    try:
        made = businesses.invite(business, **form.cleaned_data, by=request.user, at=clock.now())
    except answers.REFUSALS as error:
        return answers.refuse(request, error, reverse("apply:business", args=[code]))
    messages.success(request, _("{email} に招待のメールを送りました。").format(email=made.email))
    return redirect("apply:business", code)


@require_POST
def remove_member(request: PersonRequest, code: str, seat: int) -> HttpResponseBase:
    """Take a person out of the firm."""
    business = _business(request, code)
    here = reverse("apply:business", args=[code])
    try:
        businesses.require_owner(business, request.user)
        found = get_object_or_404(selectors.members(business), pk=seat)
        name = found.user.display_name
        businesses.remove_member(found, by=request.user, at=clock.now())
    except answers.REFUSALS as error:
        return answers.refuse(request, error, here)
    messages.success(request, _("{name} さんをメンバーから外しました。").format(name=name))
    return redirect("apply:index" if found.user_id == request.user.pk else here)


@require_POST
def change_role(request: PersonRequest, code: str, seat: int) -> HttpResponseBase:
    """Give a member another role; handing over the ownership is making somebody else an owner, then oneself not."""
    business = _business(request, code)
    here = reverse("apply:business", args=[code])
    try:
        businesses.require_owner(business, request.user)
        found = get_object_or_404(selectors.members(business), pk=seat)
        businesses.change_role(found, role=request.POST.get("role", ""), by=request.user, at=clock.now())
    except answers.REFUSALS as error:
        return answers.refuse(request, error, here)
    words = _("{name} さんの役割を「{role}」にしました。")
    messages.success(request, words.format(name=found.user.display_name, role=found.get_role_display()))
    return redirect(here)


@require_POST
def cancel_invitation(request: PersonRequest, code: str, number: int) -> HttpResponseBase:
    """Take back an invitation that nobody has taken up."""
    business = _business(request, code)
    here = reverse("apply:business", args=[code])
    try:
        businesses.require_owner(business, request.user)
        found = get_object_or_404(business.invitations, pk=number)
        businesses.cancel_invitation(found, by=request.user, at=clock.now())
    except answers.REFUSALS as error:
        return answers.refuse(request, error, here)
    messages.success(request, _("{email} への招待を取り消しました。").format(email=found.email))
    return redirect(here)


@login_not_required  # a colleague who has no account yet reads what the invitation is
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: PersonRequest, token: str) -> HttpResponseBase:
    """What the invitation is; joining is a POST of somebody logged in."""
    found = selectors.invitation(token)
    here = reverse("apply:invitation", args=[token])
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect(here)
        try:
            business = businesses.join(token, by=request.user, at=clock.now())
        except answers.REFUSALS as error:
            messages.error(request, answers.sentence_of(error))
            return redirect(here)
        messages.success(request, _("「{name}」のメンバーになりました。").format(name=business.name))
        return redirect("apply:index")
    cancelled = found is not None and found.cancelled_at is not None
    over = found is not None and (found.accepted_at is not None or found.expires_at <= clock.now())
    mine = found is not None and request.user.is_authenticated and found.accepted_by_id == request.user.pk
    other = found is not None and request.user.is_authenticated and found.email.lower() != request.user.email.lower()
    context = {
        "invitation": found,
        "over": over and not mine,
        "cancelled": cancelled,
        "mine": mine,
        "other": other,
        "here": here,
        "role": dict(ROLES).get(found.role) if found else "",
    }
    return render(request, "apply/invitation.html", context, status=200 if found else 404)


@require_safe
def postcode(request: PersonRequest) -> JsonResponse:
    """The address of a postcode, for the script beside the field."""
    if not throttle.allow(f"postcode:{request.user.pk}", rate=LOOKUPS, per_seconds=600, at=clock.now()):
        return JsonResponse({}, status=429)
    found = postcodes.lookup(request.GET.get("q", ""))
    if found is None:
        return JsonResponse({"found": False})
    return JsonResponse({"found": True, "prefecture": found.prefecture, "city": found.city, "town": found.town})
