"""Until when this applicant may hand in, in one sentence: extended for them alone, or over with what to do now."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from certification.domain.states import Status
from certification.models import Application
from certification.selectors import extensions
from certification.views.applicant import answers


@dataclass(frozen=True, slots=True)
class Notice:
    """For components/notice.html."""

    kind: str
    title: str
    body: str


def notice(application: Application, *, at: datetime) -> Notice | None:
    """What a draft's pages say of its deadline; None where the round's own deadline says it all."""
    if application.state is not Status.DRAFT:
        return None
    found = extensions.deadline_of(application, at)
    if found.until is None:
        return None
    until = answers.deadline_text(found.until)
    if found.own and not found.over:
        body = _("あなたの申請は{until}まで提出できます。事務局が、この申請だけ締切を延長しました。").format(
            until=until
        )
        return Notice("info", _("締切が延長されています"), body)
    if found.over:
        body = _(
            "締切（{until}）を過ぎたため、いまは提出できません。入力した内容は「締切後の下書き」として残り、続きの入力も"
            "これまでどおり保存されます。事情があるときは、事務局に締切の延長を相談してください。"
        ).format(until=until)
        contact = application.round.contact
        return Notice("warning", _("締切を過ぎました"), f"{body} {_('問い合わせ先')}：{contact}" if contact else body)
    return None


def iso(application: Application, *, at: datetime) -> str:
    """The deadline for the countdown; empty without one or when it is over."""
    found = extensions.deadline_of(application, at)
    return found.until.isoformat() if found.until and not found.over else ""
