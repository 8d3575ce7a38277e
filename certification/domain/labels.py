"""The words people read for every state: one for the producer, one for the office, and the producer's next step.

What is under embargo reads 審査中 to the producer. Which moves exist stands in states.py. Strings are msgids of
gettext; views translate them.
"""

from dataclasses import dataclass

from certification.domain.outcome import Outcome
from certification.domain.states import AnyStatus, CertificateStatus, PlanStatus, Status


def _(text: str) -> str:
    """Marks a string for translation; views translate."""
    return text


@dataclass(frozen=True, slots=True)
class Label:
    """The two vocabularies of one state. `next_step` tells the producer what happens next, in one sentence."""

    producer: str
    office: str
    next_step: str


_IN_REVIEW = _("審査中")
_IN_REVIEW_NEXT = _("審査委員が審査しています。結果は公表日にこのページとメールでお知らせします。")

LABELS: dict[AnyStatus, Label] = {
    Status.DRAFT: Label(_("作成中"), _("下書き"), _("入力が終わったら、内容を確認して締切までに提出してください。")),
    Status.SUBMITTED: Label(
        _("提出済み"), _("提出済み（未確認）"), _("事務局が内容を確認しています。連絡があるまでお待ちください。")
    ),
    Status.RETURNED: Label(
        _("修正のお願いがあります"),
        _("補正依頼中"),
        _("事務局が示した項目を直して、期限までにもう一度提出してください。"),
    ),
    Status.ACCEPTED: Label(_("受理されました"), _("受理"), _("審査が始まるまでお待ちください。")),
    Status.IN_REVIEW: Label(_IN_REVIEW, _("審査中（採点受付中）"), _IN_REVIEW_NEXT),
    Status.SCORED: Label(_IN_REVIEW, _("採点締切（判定待ち）"), _IN_REVIEW_NEXT),
    Status.DECIDED: Label(_IN_REVIEW, _("判定済み（公表前）"), _IN_REVIEW_NEXT),
    Status.RELEASED: Label(_("結果が出ました"), _("結果通知済み"), _("結果の通知書と講評をご覧ください。")),
    Status.WITHDRAWN: Label(
        _("取り下げました"), _("取下げ"), _("次の募集で、この申請の内容を使ってもう一度申請できます。")
    ),
    Status.REFUSED: Label(
        _("受理できませんでした"),
        _("不受理（却下）"),
        _("理由を確認してください。理由が解消すれば、次の募集で申請できます。"),
    ),
    CertificateStatus.ACTIVE: Label(_("有効"), _("有効"), _("更新の時期になったらメールでお知らせします。")),
    CertificateStatus.RENEWAL_DUE: Label(
        _("更新の時期です"), _("更新時期"), _("続けるには、有効期限までに更新の申請をしてください。")
    ),
    CertificateStatus.RENEWED: Label(
        _("更新しました"), _("更新済み"), _("新しい番号と有効期限は、新しい証書をご覧ください。")
    ),
    CertificateStatus.EXPIRED: Label(
        _("有効期限が終わりました"), _("期限切れ"), _("マークの使用を終えてください。次の募集でもう一度申請できます。")
    ),
    CertificateStatus.REVOKED: Label(
        _("取り消されました"), _("取消し"), _("マークの使用をやめてください。理由は通知書をご覧ください。")
    ),
    CertificateStatus.SURRENDERED: Label(
        _("廃止しました"), _("廃止（届出）"), _("廃止届を受け付けました。マークの使用を終えてください。")
    ),
    PlanStatus.OFFERED: Label(
        _("支援のご案内があります"), _("提案中"), _("内容を読んで、支援を受けるかどうかを選んでください。")
    ),
    PlanStatus.AGREED: Label(
        _("支援の準備中"), _("同意済み"), _("担当の専門家が決まり、改善の計画を始めるまでお待ちください。")
    ),
    PlanStatus.IN_PROGRESS: Label(
        _("改善に取り組み中"), _("支援中"), _("計画の項目を進め、できたことを記録してください。")
    ),
    PlanStatus.READY: Label(
        _("再申請の準備ができました"), _("再申請可"), _("募集が始まったら、前の申請をもとに再申請してください。")
    ),
    PlanStatus.REAPPLIED: Label(_("再申請しました"), _("再申請済み"), _("再申請の状況は申請のページをご覧ください。")),
    PlanStatus.CLOSED: Label(
        _("支援を終えました"), _("終了"), _("支援は終わりました。申請は次の募集からいつでもできます。")
    ),
}

# The producer's timeline of an application; withdrawn and refused stand outside it.
TIMELINE = (_("作成"), _("提出"), _("受理"), _("審査"), _("結果"))
_TIMELINE_AT = {
    Status.DRAFT: 0,
    Status.SUBMITTED: 1,
    Status.RETURNED: 1,
    Status.ACCEPTED: 2,
    Status.IN_REVIEW: 3,
    Status.SCORED: 3,
    Status.DECIDED: 3,
    Status.RELEASED: 4,
}


@dataclass(frozen=True, slots=True)
class Words:
    """The programme's word (認証 or 認定) and the words made from it. Source: domain reference §1.1."""

    word: str

    @property
    def item(self) -> str:
        """認証品."""
        return f"{self.word}品"

    @property
    def certificate(self) -> str:
        """認証書."""
        return f"{self.word}書"

    @property
    def mark(self) -> str:
        """認証マーク."""
        return f"{self.word}マーク"

    @property
    def period(self) -> str:
        """認証期間."""
        return f"{self.word}期間"

    @property
    def number(self) -> str:
        """認証番号."""
        return f"{self.word}番号"

    @property
    def ceremony(self) -> str:
        """認証式."""
        return f"{self.word}式"

    @property
    def renewal(self) -> str:
        """更新認証."""
        return f"更新{self.word}"

    @property
    def firm(self) -> str:
        """認定事業者."""
        return f"{self.word}事業者"


def producer_label(status: AnyStatus) -> str:
    """What the producer reads."""
    return LABELS[status].producer


def office_label(status: AnyStatus) -> str:
    """What secretariat, approver and auditor read."""
    return LABELS[status].office


def next_step(status: AnyStatus) -> str:
    """What happens next, for the producer."""
    return LABELS[status].next_step


def timeline_position(status: Status) -> int | None:
    """Index into TIMELINE of where the producer stands; None for an application that left the procedure."""
    return _TIMELINE_AT.get(status)


def outcome_for_producer(outcome: Outcome, word: str) -> str:
    """The result as the letter and the desk name it; `word` is the programme's (認証 or 認定)."""
    return {
        Outcome.CERTIFIED: _("{word}されました"),
        Outcome.CHALLENGE: _("今回は{word}に至りませんでした（チャレンジ支援の対象です）"),
        Outcome.DECLINED: _("今回は{word}に至りませんでした"),
    }[outcome].format(word=word)


def outcome_for_office(outcome: Outcome, word: str) -> str:
    """The result as the board names it."""
    return {
        Outcome.CERTIFIED: _("{word}"),
        Outcome.CHALLENGE: _("チャレンジ支援"),
        Outcome.DECLINED: _("不{word}"),
    }[outcome].format(word=word)
