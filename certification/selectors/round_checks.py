"""What to look at before a planned round opens: a list, each line with where it is mended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from certification.models import PanelMember, Round
from certification.selectors import round_dates
from core import clock


@dataclass(frozen=True, slots=True)
class Check:
    """One line. `where`: edit, panel, programme or defaults; `must`: the round cannot open like this."""

    code: str
    sentence: str
    where: str
    must: bool = False


def checks(round_: Round, at: datetime) -> tuple[Check, ...]:
    """Everything there is to check, what keeps the round from opening first."""
    found = [*_window(round_, at), *_dates(round_), *_people(round_), *_programme(round_)]
    return tuple(sorted(found, key=lambda row: not row.must))


def _window(round_: Round, at: datetime) -> Iterator[Check]:
    if round_.closes_at is None:
        if round_.programme.intake == "window":
            words = _("締切が空です。随時受付の回として公開されます。期間を決める制度なら、締切を入れてください。")
            yield Check("no_deadline", words, "edit")
        return
    if round_.closes_at <= at:
        until = clock.local_text(round_.closes_at)
        yield Check("window_closed", _("受付の締切（%(until)s）が過ぎています。") % {"until": until}, "edit", must=True)
    elif round_.opens_at <= at:
        words = _("受付の開始が過ぎています。募集を始めると、すぐに受付が始まります。")
        yield Check("window_begun", words, "edit")


def _dates(round_: Round) -> Iterator[Check]:
    for row, why in round_dates.days_off(round_):
        words = _("「%(name)s」の%(day)sは、%(why)sです。") % {
            "name": row.label, "day": clock.date_text(row.day), "why": why,
        }  # fmt: skip
        yield Check("day_off", words, "edit")
    for first, second in round_dates.wrong_order(round_):
        words = _("「%(second)s」が「%(first)s」より前になっています。") % {"first": first, "second": second}
        yield Check("order", words, "edit")
    if round_.review_on is None:
        yield Check("no_committee", _("審査会の日が決まっていません。"), "edit")
    if round_.release_on is None:
        yield Check("no_release", _("結果公表の予定日が決まっていません。申請者には「決まりしだい」と出ます。"), "edit")


def _people(round_: Round) -> Iterator[Check]:
    if not PanelMember.objects.filter(round=round_).exists():
        yield Check("no_panel", _("審査委員がまだ委嘱されていません。"), "panel")
    if not round_.contact.strip():
        yield Check("no_contact", _("問い合わせ先が空です。募集のページと申請者の窓口に出ます。"), "edit")


def _programme(round_: Round) -> Iterator[Check]:
    programme = round_.programme
    if not programme.is_active:
        yield Check("inactive", _("制度が「休止」になっています。募集のページに出ません。"), "programme", must=True)
    if count := len(programme.defaults_to_confirm):
        words = _("市が確認する仮の値が%(n)s件残っています。") % {"n": count}
        yield Check("defaults", words, "defaults")
    if not programme.criteria_text.strip():
        yield Check("no_criteria_text", _("公表する基準の文が空です。募集要項に載ります。"), "programme")
    if not programme.appeal_text.strip():
        words = _("結果の通知書の教示の文が空です。要るかどうかを確かめてください。")
        yield Check("letters", words, "programme")
    elif round_.copied_from_id is not None:
        words = _("通知書の文（教示・理由の書き方）が今年度も合っているか、読んで確かめてください。")
        yield Check("letters", words, "programme")
