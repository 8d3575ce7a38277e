"""あなたのデータ: a copy of all of it, and leaving for good."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.selectors import applicant as selectors
from certification.services import exports, leaving
from certification.views.applicant import answers
from certification.views.person import PersonRequest
from core import clock, files, throttle
from core.domain.reason import Reason, Refused
from core.models import DataExport

EXPORTS_A_DAY = 5
TRIES_AN_HOUR = 10


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy as the page tells it: `state` making, ready, failed or over."""

    row: DataExport
    whom: str
    state: str


def copies_of(request: PersonRequest) -> list[Copy]:
    """The copies this person asked for, newest first."""
    now = clock.now()
    rows = DataExport.objects.filter(asked_by=request.user).select_related("business", "person", "stored")[:20]
    return [Copy(row, str(row.business or row.person.display_name), _state(row, now)) for row in rows]


def _state(row: DataExport, now: object) -> str:
    if row.failed_at is not None:
        return "failed"
    if row.made_at is None:
        return "making"
    over = row.stored is None or row.expires_at is None or row.expires_at <= now  # type: ignore[operator]
    return "over" if over else "ready"


@require_safe
@never_cache
def me(request: PersonRequest) -> HttpResponseBase:
    """What is kept about the person, copies of it, and the way out."""
    copies = copies_of(request)
    context = {
        "copies": copies,
        "making": any(copy.state == "making" for copy in copies),
        "seats": list(selectors.memberships(request.user)),
        "days": exports.GOOD_FOR.days,
    }
    return render(request, "apply/me.html", context)


@require_POST
def export(request: PersonRequest, code: str = "") -> HttpResponseBase:
    """Ask for a copy: one's own, or with `code` a firm's."""
    business = get_object_or_404(selectors.businesses(request.user), code=code) if code else None
    waiting = DataExport.objects.filter(asked_by=request.user, made_at=None, failed_at=None).exists()
    allowed = waiting or throttle.allow(
        f"export:{request.user.pk}", rate=EXPORTS_A_DAY, per_seconds=86_400, at=clock.now()
    )
    if not allowed:
        messages.error(request, _("写しを作れるのは1日に5回までです。明日もう一度お試しください。"))
        return redirect("apply:me")
    try:
        exports.ask(request.user, by=request.user, at=clock.now(), business=business)
    except Refused as refusal:
        return answers.refuse(request, refusal, "apply:me")
    messages.success(request, _("写しを作っています。できたらメールでお知らせします。この画面を閉じてもかまいません。"))
    return redirect("apply:me")


@require_safe
@never_cache
def export_file(request: PersonRequest, token: str) -> HttpResponseBase:
    """The ZIP, for whom asked for it and as long as it is good."""
    row = get_object_or_404(
        DataExport.objects.select_related("stored"), token=token, asked_by=request.user, expires_at__gt=clock.now()
    )
    if row.stored is None:
        raise Http404
    return files.response(row.stored, download=True)


class LeaveForm(forms.Form):
    """The password once more, and the word that it is meant."""

    password = forms.CharField(
        label=gettext_lazy("いまのパスワード"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("いまのパスワードを入力してください。")},
    )
    sure = forms.BooleanField(
        label=gettext_lazy("元に戻せないことを確かめました"),
        error_messages={"required": gettext_lazy("元に戻せないことを確かめて、チェックを入れてください。")},
    )


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def leave(request: PersonRequest) -> HttpResponseBase:
    """What stays and what goes; the password confirms it."""
    form = LeaveForm(request.POST if request.method == "POST" else None)
    found = leaving.outlook(request.user)
    reasons: tuple[Reason, ...] = found.reasons
    if request.method == "POST" and not reasons and _confirmed(request, form):
        try:
            leaving.leave(request.user, by=request.user, at=clock.now())
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            logout(request)
            messages.success(request, _("退会しました。ご利用ありがとうございました。"))
            return redirect("/")
    context = {"form": form, "outlook": found, "reasons": reasons}
    return render(request, "apply/leave.html", context, status=422 if request.method == "POST" else 200)


def _confirmed(request: PersonRequest, form: LeaveForm) -> bool:
    if not form.is_valid():
        return False
    if not throttle.allow(f"leave:{request.user.pk}", rate=TRIES_AN_HOUR, per_seconds=3600, at=clock.now()):
        form.add_error(
            "password", _("何度も間違えたため、しばらく受け付けられません。1時間ほどたってからお試しください。")
        )
        return False
    if not request.user.check_password(form.cleaned_data["password"]):
        form.add_error("password", _("パスワードが違います。もう一度入力してください。"))
        return False
    return True
