"""How the producer's desk answers: a service's no as a sentence, a time as people read it."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.domain.states import IllegalMove
from certification.views.person import PersonRequest
from core import clock
from core.domain.reason import Refused

# Reasons about who the person is, not about the state of things: a page of their own (403).
ABOUT_ROLE = frozenset({"application.reader", "business.reader", "business.not_owner", "plan.not_party"})
REFUSALS = (Refused, IllegalMove)


def sentence_of(error: Exception) -> str:
    """What a refusal says to the person."""
    if isinstance(error, IllegalMove):
        return _(
            "ほかの人が先に進めたため、この操作はできませんでした。画面を開き直して、いまの状態を確かめてください。"
        )
    return str(error)


def refuse(request: PersonRequest, error: Exception, to: str) -> HttpResponseBase:
    """Nothing was written: say why and go back. Raises PermissionDenied when the person's role is the reason."""
    if isinstance(error, Refused) and any(reason.code in ABOUT_ROLE for reason in error.reasons):
        raise PermissionDenied(str(error)) from error
    messages.error(request, sentence_of(error))
    return redirect(to)


def deadline_text(at: datetime) -> str:
    """An instant to the second by the server's clock, for example 2026年12月1日（火）17:00:00（日本時間）."""
    local = timezone.localtime(at)
    return f"{clock.date_text(local.date())}{local:%H:%M:%S}{_('（日本時間）')}"


def time_left(until: datetime, *, at: datetime) -> str:
    """The time left in words: days and hours, or hours and minutes, or minutes and seconds."""
    seconds = max(0, int((until - at).total_seconds()))
    days, rest = divmod(seconds, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    if days:
        return _("あと{days}日{hours}時間").format(days=days, hours=hours)
    if hours:
        return _("あと{hours}時間{minutes}分").format(hours=hours, minutes=minutes)
    return _("あと{minutes}分{seconds}秒").format(minutes=minutes, seconds=seconds)
