"""What the producers of the demonstration do besides applying: messages, notices, a copy of an earlier form."""

from datetime import timedelta

from certification.domain.notices import NoticeKind
from certification.models import Application, Programme
from certification.services import applications, copying, messages, notices
from home.demo.stage import Stage, open_round


def play(stage: Stage, past: dict[str, Application], quality: Programme) -> None:
    """After everything else; `past`: released applications by product."""
    sato, ito, office = stage.people["sato"], stage.people["ito"], stage.people["suzuki"]
    returned = Application.objects.get(business=stage.firms["kukuri"], status="returned_for_correction")
    words = "産地は「つくば市」まで書けば足りますか。農園の名前も要りますか。"
    messages.say(returned, words, office=False, by=sato, at=stage.ago(3))
    words = "市町村名まででけっこうです。農園の名前は、書かなくてもかまいません。"
    messages.say(returned, words, office=True, by=office, at=stage.ago(2))
    sent = Application.objects.get(business=stage.firms["komorebi"], status="submitted")
    words = "ラベルを新しくしました。写真を差し替えたいので、補正をお願いできますか。"
    messages.say(sent, words, office=False, by=ito, at=stage.ago(1))
    _notices(stage, past)
    round_ = open_round(stage, quality, name="デモ・更新も受け付ける回", opens=5, closes=30)
    draft = applications.start(round_, stage.firms["nagare"], by=ito, at=stage.ago(1))
    copying.copy(draft, past["cloth"], by=ito, at=stage.ago(1))


def _notices(stage: Stage, past: dict[str, Application]) -> None:
    """A change that waits for the office, and one it has returned."""
    sato, ito, office = stage.people["sato"], stage.people["ito"], stage.people["suzuki"]
    notices.file(
        past["jelly"].certificate,
        NoticeKind.CHANGE,
        typed={"price_yen": "980", "contents": "5個入り"},
        from_on=stage.now.date() + timedelta(days=14),
        reason="包装を小さくし、値段を見直したため（架空の例）",
        by=sato,
        at=stage.ago(2),
    )
    returned = notices.file(
        past["jam"].certificate,
        NoticeKind.CHANGE,
        typed={"storage": "10℃以下で保存してください。製造から60日。"},
        from_on=stage.now.date() + timedelta(days=30),
        reason="砂糖を減らしたため（架空の例）",
        by=ito,
        at=stage.ago(6),
    )
    reason = "日もちの試験の結果が分かる書類を付けてください（架空の例）。"
    notices.send_back(returned, reason=reason, by=office, at=stage.ago(4))
