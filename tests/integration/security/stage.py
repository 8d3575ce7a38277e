"""One database with every scene at once, whose secrets are strings that occur nowhere else.

`firm` (佐藤's) is never certified; `shop` (also 佐藤's) has released results; `rival` is the stranger's.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from catalog.models import DonationListing, Product
from catalog.services import donation_listings
from certification.domain.notices import NoticeKind
from certification.domain.outcome import Outcome
from certification.models import (
    Application,
    Calibration,
    Certificate,
    CertificateNotice,
    ChallengePlan,
    Disposal,
    PanelInvitation,
    PanelMember,
    Round,
)
from certification.services import (
    applications,
    calibration,
    certificates,
    challenge,
    decisions,
    documents,
    exports,
    extensions,
    invitations,
    notices,
    panel,
    plan_meetings,
    plan_work,
    rounds,
    sessions,
    sheets,
    support,
)
from core.models import Business, DataExport, Invitation, StoredFile, User
from core.services import businesses
from search import api
from tests.factories import cast as people
from tests.factories import procedure, stages
from tests.factories.cast import AT, Cast

FIRM, SHOP, RIVAL = "秘匿つむぎ工房", "公開みかん商店", "競合くろまつ舗"
FIRM_STREET, RIVAL_STREET = "東光台九丁目8", "要町七丁目6"
REVIEWERS = {"takahashi": "高橋甲乙", "tanaka": "田中丙丁", "watanabe": "渡辺戊己"}
PRODUCTS = {
    "draft": "下書きあけぼの", "submitted": "提出ゆうがお", "reading": "閲読すずかぜ",
    "secret": "封緘ほしぞら", "good": "公開ひまわり", "near": "惜敗つゆくさ", "poor": "落選からすうり",
    "rival_draft": "他社下書きうめ", "rival_submitted": "他社提出もも", "rival_reading": "他社閲読さくら",
    "rival_secret": "他社封緘ふじ", "rival_near": "他社惜敗きく",
}  # fmt: skip
MEMO, SEALED_WORDS, TOLD_WORDS = "内密メモかくしごと", "封緘講評ことのは", "公表講評ことのは"
SIGNATURES = {"高橋甲乙": "壱号", "田中丙丁": "弐号", "渡辺戊己": "参号"}  # on the words of each reviewer
OVERRIDE, SEALED_REASON = "内部理由おぼえがき", "封緘理由おしらせ"
SEALED_TOTAL = "76.7"  # of (5, 4) = 85 %, (5, 3) = 70 %, (3, 4) = 75 %
SEALED_SHARES = ("85.0", "75.0")
PHOTO, RIVAL_PHOTO = "tsumugi-himitsu.jpg", "kuromatsu-himitsu.jpg"
TASK, RIVAL_TASK = "課題みずやり", "他社課題つちづくり"
SAID, RIVAL_SAID = "相談ことづて", "他社相談ないしょ"


@dataclass(slots=True)
class Stage:
    """Who is on it, and every row by its name."""

    cast: Cast
    reader: User
    idle: User
    other_adviser: User
    firm: Business
    shop: Business
    rival: Business
    apps: dict[str, Application] = field(default_factory=dict)
    rounds: dict[str, Round] = field(default_factory=dict)
    invitation: Invitation | None = None
    listing: DonationListing | None = None
    notice: CertificateNotice | None = None
    disposal: Disposal | None = None
    copy: DataExport | None = None
    panel_invitation: PanelInvitation | None = None
    calibration: Calibration | None = None
    seat: PanelMember | None = None

    @property
    def people(self) -> dict[str, User | None]:
        """Every role of the matrices, in their order."""
        cast = self.cast
        return {
            "anonymous": None, "owner": cast.sato, "reader": self.reader, "stranger": cast.stranger,
            "assigned": cast.takahashi, "idle": self.idle, "adviser": cast.yamamoto,
            "other_adviser": self.other_adviser, "secretariat": cast.suzuki, "approver": cast.kimura,
            "auditor": cast.kobayashi, "editor": cast.kato,
        }  # fmt: skip

    def plan(self, name: str = "near") -> ChallengePlan:
        return ChallengePlan.objects.get(application=self.apps[name])

    def certificate(self) -> Certificate:
        return Certificate.objects.get(application=self.apps["good"])

    def photo(self, name: str) -> StoredFile:
        return self.apps[name].attachments.get(field_key="photos").stored


def build() -> Stage:
    """Everything, through the services."""
    cast = people.cast()
    for name, last in REVIEWERS.items():
        person = getattr(cast, name)
        person.last_name = last
        person.save()
    stage = Stage(
        cast,
        people.person("reader", last="読子"),
        people.person("idle", last="待機", groups=("reviewer",)),
        people.person("adviser2", last="別府", groups=("adviser",)),
        _firm(cast.sato, FIRM, "ヒトクツムギ", FIRM_STREET, "0291111111"),
        _firm(cast.sato, SHOP, "コウカイミカン", "研究学園五丁目4", "0292222222"),
        _firm(cast.stranger, RIVAL, "キョウゴウクロマツ", RIVAL_STREET, "0293333333"),
    )
    people.join(stage.firm, stage.reader, "reader")
    people.join(stage.shop, stage.reader, "reader")
    stage.invitation = businesses.invite(stage.firm, email="new@example.org", role="editor", by=cast.sato, at=AT)
    _released(stage)
    _sealed(stage)
    _reading(stage)
    _call(stage)
    _rounds(stage)
    for row in stage.apps.values():
        row.refresh_from_db()
    certificates.publish_pending(by=None, at=AT)
    documents.set_pending(at=AT)
    stage.listing = _listing(stage)
    stage.notice = notices.file(
        stage.certificate(), NoticeKind.CHANGE, typed={"price_yen": "1500"}, from_on=AT.date(), reason="値上げ",
        by=cast.sato, at=AT,
    )  # fmt: skip
    stage.disposal = Disposal.objects.create(fiscal_year=2026, proposed_at=AT, proposed_by=stage.cast.suzuki)
    stage.copy = exports.ask(stage.cast.sato, by=stage.cast.suzuki, at=AT)
    exports.make(stage.copy.pk, at=AT, verbs={})
    api.rebuild()
    return stage


def _firm(owner: User, name: str, kana: str, street: str, phone: str) -> Business:
    made = people.business(owner, name=name)
    values = {"name_kana": kana, "street": street, "phone": phone}
    return businesses.change(made, values, by=owner, at=AT)


def _round(stage: Stage, name: str, prefix: str) -> Round:
    made = procedure.programme(f"test-{name}", name=f"架空ブランド{prefix}", number_prefix=prefix)
    stage.rounds[name] = procedure.open_round(stage.cast, made)
    return stage.rounds[name]


def _hand_in(stage: Stage, name: str, round_: Round, firm: Business) -> Application:
    owner = stage.cast.stranger if firm is stage.rival else stage.cast.sato
    made = _fill(stage, name, round_, firm, owner)
    applications.submit(made, by=owner, at=AT)
    return made


def _fill(stage: Stage, name: str, round_: Round, firm: Business, owner: User) -> Application:
    words: dict[str, Any] = {"name": PRODUCTS[name], "story": f"{PRODUCTS[name]}のものがたり"}
    made = procedure.draft(round_, firm, owner, answers=words)
    stored = made.attachments.get(field_key="photos").stored
    stored.original_name = RIVAL_PHOTO if firm is stage.rival else PHOTO
    stored.save(update_fields=["original_name"])
    stage.apps[name] = made
    return made


def _mark(row: Application, reviewer: User, marks: tuple[int, int], words: str) -> None:
    panel.declare(row, kind="none", by=reviewer, at=AT)
    whose = SIGNATURES[reviewer.last_name]
    given = {
        key: {"value": str(value), "to_applicant": words + whose, "internal": MEMO + whose}
        for key, value in zip(("taste", "origin"), marks, strict=True)
    }
    sheets.save(row, sheets.Input(marks=given, gates={"safe": marks != (0, 0)}), by=reviewer, at=AT)
    sheets.submit(row, by=reviewer, at=AT)


def _decided(stage: Stage, round_: Round, rows: list[Application], marks: list[Any], words: str) -> None:
    for row in rows:
        procedure.accept(row, stage.cast)
    procedure.in_review(round_, rows, stage.cast)
    for row, three in zip(rows, marks, strict=True):
        for reviewer, pair in zip(stage.cast.reviewers, three, strict=True):
            _mark(row, reviewer, pair, words)
    procedure.end_window(round_, at=AT)
    rounds.close_scoring(round_, by=stage.cast.suzuki, at=AT)


def _released(stage: Stage) -> None:
    round_ = _round(stage, "released", "K")
    rows = [_hand_in(stage, name, round_, stage.shop) for name in ("good", "near", "poor")]
    rows.append(_hand_in(stage, "rival_near", round_, stage.rival))
    good, near, poor = [(5, 5)] * 3, [(5, 1)] * 3, [(0, 0)] * 3
    _decided(stage, round_, rows, [good, near, poor, near], TOLD_WORDS)
    outcomes = (Outcome.CERTIFIED, Outcome.CHALLENGE, Outcome.DECLINED, Outcome.CHALLENGE)
    cast = stage.cast
    made = [decisions.propose(row, outcome=what, by=cast.suzuki, at=AT) for row, what in zip(rows, outcomes, strict=1)]
    decisions.confirm(made, by=cast.kimura, at=AT)
    decisions.release(round_, by=cast.suzuki, at=AT)
    _support(stage, "near", cast.sato, cast.yamamoto, TASK, SAID)
    _support(stage, "rival_near", cast.stranger, stage.other_adviser, RIVAL_TASK, RIVAL_SAID)


def _support(stage: Stage, name: str, owner: User, adviser: User, task: str, said: str) -> None:
    plan = stage.plan(name)
    challenge.agree(plan, by=owner, at=AT)
    challenge.appoint_adviser(plan, adviser, by=stage.cast.suzuki, at=AT)
    made = challenge.add_task(plan, gap_key="origin", title=task, by=adviser, at=AT)
    challenge.start(plan, by=adviser, at=AT)
    challenge.say(plan, said, by=owner, at=AT)
    stored = applications.take_upload(procedure.picture(f"{name}-evidence.jpg"), "document", by=owner, at=AT)
    challenge.finish_task(made, note="しました", evidence=stored, by=owner, at=AT)
    before = applications.take_upload(procedure.picture(f"{name}-before.jpg", colour="#147"), "photo", by=owner, at=AT)
    plan_work.add_photo(plan, gap_key="origin", caption="ラベル", before=before, after=None, by=owner, at=AT)
    meeting = {"starts_at": AT + timedelta(days=3), "minutes": 60, "place": "架空会議室"}
    plan_meetings.arrange(plan, meeting, by=adviser, at=AT)
    support.own_topics(by=stage.cast.suzuki, at=AT)


def _sealed(stage: Stage) -> None:
    round_ = _round(stage, "sealed", "S")
    rows = [_hand_in(stage, "secret", round_, stage.firm), _hand_in(stage, "rival_secret", round_, stage.rival)]
    _decided(stage, round_, rows, [[(5, 4), (5, 3), (3, 4)]] * 2, SEALED_WORDS)
    words = {"override_reason": OVERRIDE, "public_reason": SEALED_REASON}
    made = [decisions.propose(row, outcome=Outcome.DECLINED, by=stage.cast.suzuki, at=AT, **words) for row in rows]
    decisions.confirm(made, by=stage.cast.kimura, at=AT)


def _reading(stage: Stage) -> None:
    round_ = _round(stage, "reading", "R")
    rows = [_hand_in(stage, "reading", round_, stage.firm), _hand_in(stage, "rival_reading", round_, stage.rival)]
    for row in rows:
        procedure.accept(row, stage.cast)
    procedure.in_review(round_, rows, stage.cast)
    panel.declare(rows[0], kind="none", by=stage.cast.takahashi, at=AT)
    panel.declare(rows[0], kind="supplier", reason="取引先です", by=stage.cast.watanabe, at=AT)
    _mark(rows[0], stage.cast.tanaka, (4, 4), SEALED_WORDS)
    office = stage.cast.suzuki
    stage.panel_invitation = invitations.invite(round_, email="asked@example.org", by=office, at=AT)
    stage.calibration = calibration.begin(round_, title="見本せんべい", text="目合わせの見本です。", by=office, at=AT)
    stage.seat = PanelMember.objects.get(round=round_, user=stage.cast.watanabe)


def _call(stage: Stage) -> None:
    round_ = _round(stage, "call", "C")
    _fill(stage, "draft", round_, stage.firm, stage.cast.sato)
    _fill(stage, "rival_draft", round_, stage.rival, stage.cast.stranger)
    _hand_in(stage, "submitted", round_, stage.firm)
    _hand_in(stage, "rival_submitted", round_, stage.rival)


def _rounds(stage: Stage) -> None:
    """A draft whose deadline was extended; a tasting with its order."""
    until = AT + timedelta(days=20)
    extensions.extend(stage.apps["draft"], until=until, reason="停電のため", by=stage.cast.suzuki, at=AT)
    tasting = stages.session(stage.rounds["reading"], stage.cast)
    sessions.arrange(tasting, by=stage.cast.suzuki, at=AT)


def _listing(stage: Stage) -> DonationListing:
    values: dict[str, Any] = {
        "portal": "choice", "url": "https://www.furusato-tax.jp/product/detail/1", "code": "X-1", "title": "返礼みかん",
        "municipality": "つくば市", "prefecture": "茨城県", "donation_yen": 10000,
    }  # fmt: skip
    return donation_listings.create(Product.objects.get(), by=stage.cast.suzuki, at=AT, **values)
