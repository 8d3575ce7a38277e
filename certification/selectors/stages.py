"""Where a two-stage round stands, what a reviewer is asked now, which applications went on to the session."""

from collections.abc import Iterable

from certification.domain import stages
from certification.domain.rules import Rules
from certification.domain.stages import Phase
from certification.models import Application, PaperResult, Round, Sheet, StageSheet
from core.domain.reason import Reason


def phase(round_: Round, rules: Rules | None = None) -> Phase:
    """The phase of an opened round; no query."""
    return stages.phase(
        rules or round_.frozen,
        paper_closed=round_.paper_closed_at is not None,
        session_begun=round_.session_begun_at is not None,
    )


def paper_in(sheet: Sheet | None) -> bool:
    """Has the reviewer handed the paper part of this sheet in?"""
    return sheet is not None and sheet.pk is not None and StageSheet.objects.filter(sheet=sheet).exists()


def paper_handed_in(application: Application, sheet: Sheet) -> bool:
    """Is the paper stage on and this sheet's part of it handed in?"""
    return phase(application.round) is Phase.PAPER and paper_in(sheet)


def asked(application: Application, sheet: Sheet | None) -> Rules:
    """The rules of what the reviewer of this sheet is asked now; one query more in a two-stage round only."""
    rules = application.round.frozen
    at = phase(application.round, rules)
    if at is Phase.SINGLE:
        return rules
    return stages.asked(rules, at, paper_in=paper_in(sheet))


def why_not_now(application: Application, sheet: Sheet | None) -> Reason | None:
    """Why the stage does not let the reviewer write on this sheet; None in a round of one stage."""
    at = phase(application.round)
    match at:
        case Phase.SINGLE:
            return None
        case Phase.PAPER if paper_in(sheet):
            return Reason(
                "stage.paper_in",
                "書類審査の採点は提出済みです。実食審査・懇話会が始まると、続きを採点できます。",
            )
        case Phase.BETWEEN:
            return Reason("stage.between", "書類審査の採点は締め切られました。実食審査・懇話会の開始をお待ちください。")
        case Phase.SESSION if not goes_on(application):
            return Reason("stage.stayed", "この申請は書類審査までです。採点することはありません。")
    return None


def goes_on(application: Application) -> bool:
    """Did the office send it on to the session?"""
    return PaperResult.objects.filter(application=application, goes_on=True).exists()


def staying(round_: Round, ids: Iterable[int], rules: Rules | None = None) -> frozenset[int]:
    """Those of the applications that are judged on paper alone. No query in a round of one stage."""
    at = phase(round_, rules)
    wanted = frozenset(ids)
    if at in (Phase.SINGLE, Phase.PAPER):
        return frozenset()
    on = PaperResult.objects.filter(application__in=wanted, goes_on=True).values_list("application_id", flat=True)
    return wanted - frozenset(on)
