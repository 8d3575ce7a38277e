"""The office's words for what the audit log records; a verb without one reads as it is."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certification.domain.labels import LABELS
from certification.domain.notices import KIND_LABELS
from certification.domain.notices import LABELS as NOTICE_LABELS
from certification.domain.recusal import CONFLICT_LABELS
from certification.models import Decision
from core import clock
from core.models import AuditEvent, Membership

VERBS = {
    "account.deleted": _("退会した"),
    "business.closed": _("事業者を閉じた"),
    "business.member_left": _("退会によりメンバーから外れた"),
    "disposal.approved": _("廃棄を承認した"),
    "disposal.proposed": _("廃棄の伺いを作った"),
    "disposal.turned_down": _("廃棄の伺いを差し戻した"),
    "export.asked": _("データの写しを頼んだ"),
    "export.made": _("データの写しを作った"),
    "adviser.profile": _("専門家の登録を変えた"),
    "application.accepted": _("受理した"),
    "application.assigned": _("審査委員に割り当てた"),
    "application.attached": _("ファイルを付けた"),
    "application.checked": _("応募資格を点検した"),
    "application.compared": _("重複かどうかを判断した"),
    "application.reminded": _("補正を催促した"),
    "certificate.renewal_called": _("更新の案内を送った"),
    "certificate.renewal_resumed": _("更新の案内を再開した"),
    "certificate.renewal_stopped": _("更新の案内を止めた"),
    "letters.gap_noted": _("欠番の理由を書いた"),
    "view.deleted": _("表示を削除した"),
    "view.renamed": _("表示の名前を変えた"),
    "view.saved": _("表示を保存した"),
    "view.start": _("一覧を開いたときの表示を変えた"),
    "application.copied": _("前の申請から写した"),
    "application.detached": _("ファイルを外した"),
    "application.moved": _("状態が変わった"),
    "application.reapplied": _("再申請を始めた"),
    "application.renewal_started": _("更新の申請を始めた"),
    "application.started": _("申請を始めた"),
    "application.unassigned": _("割当を取り消した"),
    "business.changed": _("事業者を変更した"),
    "business.created": _("事業者を登録した"),
    "business.invited": _("同僚を招待した"),
    "business.joined": _("事業者に加わった"),
    "business.member_removed": _("メンバーを外した"),
    "business.invitation_cancelled": _("招待を取り消した"),
    "catalog.certificate_status": _("公開ページの証書の状態を変えた"),
    "catalog.programme_put": _("公開ページの制度を更新した"),
    "catalog.published": _("商品ページを公開した"),
    "catalog.record_loaded": _("公開資料を読み込んだ"),
    "certificate.issued": _("証書を発行した"),
    "certificate.moved": _("証書の状態が変わった"),
    "conflict.declared": _("利益相反を記録した"),
    "decision.confirmed": _("決裁した"),
    "decision.proposed": _("決定案を作った"),
    "decision.released": _("結果を公表した"),
    "hold.begun": _("保留にした"),
    "hold.ended": _("保留を解いた"),
    "listing.changed": _("返礼品の掲載を変更した"),
    "listing.created": _("返礼品の掲載を作った"),
    "listing.moved": _("返礼品の掲載の状態が変わった"),
    "business.role_changed": _("メンバーの役割を変えた"),
    "message.sent": _("連絡を送った"),
    "notice.filed": _("届け出た"),
    "notice.moved": _("届出の状態が変わった"),
    "minutes.saved": _("議事録を保存した"),
    "minutes.signed": _("議事録を確定した"),
    "outbox.retried": _("メールをもう一度送信待ちにした"),
    "calibration.closed": _("目合わせを終えた"),
    "calibration.handed_in": _("目合わせの採点を提出した"),
    "calibration.opened": _("目合わせを始めた"),
    "panel.absent": _("審査委員を不在にした"),
    "panel.accepted": _("審査委員を引き受けた"),
    "panel.appointed": _("審査委員を委嘱した"),
    "panel.declined": _("審査委員を辞退した"),
    "panel.invitation_cancelled": _("審査委員の依頼を取り消した"),
    "panel.invited": _("審査委員を依頼した"),
    "panel.present": _("審査委員の不在を終えた"),
    "panel.role_given": _("審査委員の役割を付けた"),
    "panel.terms": _("審査委員の委嘱の内容を変えた"),
    "plan.adviser": _("専門家を決めた"),
    "plan.evidence_added": _("課題に資料を付けた"),
    "plan.evidence_removed": _("課題の資料を外した"),
    "plan.goal": _("改善の目標を書いた"),
    "plan.last_day": _("支援の案内の期限を変えた"),
    "plan.meeting": _("面談を記録した"),
    "plan.meeting_off": _("面談を取りやめた"),
    "plan.moved": _("支援計画の状態が変わった"),
    "plan.offered": _("チャレンジ支援を案内した"),
    "plan.photo_added": _("改善の写真を入れた"),
    "plan.photo_removed": _("改善の写真を外した"),
    "plan.self_check": _("自己点検をした"),
    "plan.task_added": _("課題を加えた"),
    "plan.task_edited": _("課題を直した"),
    "plan.task_removed": _("課題を取り下げた"),
    "plan.task_done": _("課題を終えた"),
    "plan.task_reopened": _("課題を開き直した"),
    "programme.changed": _("制度を変更した"),
    "programme.confirmed": _("仮の値を確認した"),
    "programme.created": _("制度を作った"),
    "programme.loaded": _("制度を読み込んだ"),
    "programme.mark": _("マークの画像を替えた"),
    "fee.paid": _("手数料の納付を記録した"),
    "fee.undone": _("手数料の納付の記録を取り消した"),
    "application.extended": _("締切を延長した"),
    "application.extension_cancelled": _("締切の延長を取り消した"),
    "application.paper_decided": _("次の段階に進むかどうかを決めた"),
    "round.copied": _("前の年度の募集回を写した"),
    "round.paper_closed": _("書類審査を締め切った"),
    "round.released_while_open": _("受付中に結果を公表した"),
    "round.session_begun": _("実食審査・懇話会の採点を始めた"),
    "session.arranged": _("進行順を組んだ"),
    "session.changed": _("審査の場を変更した"),
    "session.created": _("審査の場を作った"),
    "session.mailed": _("時間割をメールで知らせた"),
    "session.removed": _("審査の場を消した"),
    "session.slot_added": _("進行順に加えた"),
    "session.slot_moved": _("進行順を動かした"),
    "session.slot_removed": _("進行順から外した"),
    "session.slots_changed": _("進行順の時間・見本・休憩を変えた"),
    "sheet.paper_submitted": _("書類審査の審査票を提出した"),
    "round.changed": _("募集回を変更した"),
    "round.created": _("募集回を作った"),
    "round.opened": _("募集を始めた"),
    "round.scoring_closed": _("採点を締め切った"),
    "reminders.planned": _("催促の予定を決めた"),
    "reminders.resumed": _("催促を再開した"),
    "reminders.stopped": _("催促を止めた"),
    "sheet.keyed": _("紙の審査票を入力した"),
    "sheet.keying_discarded": _("紙の審査票の入力を取りやめた"),
    "sheet.submitted": _("審査票を提出した"),
    "support.days": _("支援の案内の日数を変えた"),
    "support.topic": _("支援の分野を変えた"),
    "support.topic_removed": _("支援の分野を外した"),
    "sheet.submitted_from_paper": _("紙の審査票を提出した"),
}
SUBJECTS = {
    "catalog.donationlisting": _("返礼品の掲載"),
    "catalog.certificatemark": _("公開の証書"),
    "catalog.productcertificate": _("公開の証書"),
    "catalog.programmemark": _("公開の制度"),
    "catalog.product": _("商品ページ"),
    "certification.application": _("申請"),
    "certification.certificate": _("証書"),
    "certification.certificatenotice": _("届出"),
    "certification.numbernote": _("欠番"),
    "certification.savedview": _("保存した表示"),
    "certification.challengeplan": _("支援計画"),
    "certification.supportsetting": _("支援の設定"),
    "certification.supporttopic": _("支援の分野"),
    "certification.disposal": _("廃棄の伺い"),
    "certification.programme": _("制度"),
    "certification.round": _("募集回"),
    "core.business": _("事業者"),
    "core.outboxmessage": _("メール"),
    "core.user": _("利用者"),
}
FACTS = {
    "adviser": _("専門家"),
    "held_on": _("日"),
    "slots": _("変えた枠の数"),
    "mails": _("メールの数"),
    "places": _("動かした数"),
    "total": _("点"),
    "goes_on": _("次の段階に進む"),
    "until": _("延長後の締切"),
    "after": _("変更後"),
    "applications": _("申請の数"),
    "before": _("変更前"),
    "changed": _("変更した項目"),
    "confirmed": _("確認した値"),
    "defaults": _("仮の値"),
    "email": _("メールアドレス"),
    "field": _("項目"),
    "fields": _("変更した項目"),
    "file": _("ファイル"),
    "keyed_by": _("1人目の入力"),
    "checked_by": _("2人目の入力"),
    "kind": _("関係"),
    "name": _("名前"),
    "number": _("番号"),
    "office": _("事務局が決めた"),
    "member": _("メンバー"),
    "outcome": _("結果"),
    "own_wish": _("本人の希望"),
    "parts": _("変更した部分"),
    "previous": _("前の申請"),
    "product": _("商品"),
    "reason": _("理由"),
    "results": _("点検した項目"),
    "reviewer": _("審査委員"),
    "role": _("役割"),
    "slug": _("制度"),
    "source": _("前の状態"),
    "sources": _("出典"),
    "suggested": _("規則による案"),
    "target": _("新しい状態"),
    "task": _("課題"),
    "to": _("宛先"),
    "version": _("案の番号"),
}
STATES = {
    **{str(state): label.office for state, label in NOTICE_LABELS.items()},
    **{str(state): label.office for state, label in LABELS.items()},
    "valid": _("有効"),
    "unknown": _("記録のみ"),
}
CODES: dict[str, dict[str, Any]] = {  # facts that hold a code: its words
    **dict.fromkeys(("source", "target", "before", "after"), STATES),
    **{key: dict(Decision.OUTCOMES) for key in ("outcome", "suggested")},
    "kind": {str(kind): words for labels in (CONFLICT_LABELS, KIND_LABELS) for kind, words in labels.items()},
    "role": dict(Membership.ROLES),
    "office": {"True": _("はい"), "False": _("いいえ")},
    "own_wish": {"True": _("はい"), "False": _("いいえ")},
}


def verb_label(verb: str) -> str:
    """What happened, in words."""
    return str(VERBS.get(verb) or gettext(verb))


def moment(at: datetime) -> str:
    """An instant in a list: 2026年11月21日（土）14:05, in Tokyo."""
    local = localtime(at)
    return f"{clock.date_text(local.date())}{local:%H:%M}"


def named(events: Iterable[AuditEvent]) -> list[dict[str, Any]]:
    """Events with their words, for events.html."""
    return [{"event": row, "name": verb_label(row.verb)} for row in events]


def subject_label(subject_type: str) -> str:
    """What kind of thing it happened to, in words."""
    return str(SUBJECTS.get(subject_type) or subject_type)


def fact(key: str, value: str) -> str:
    """One fact of an event, in words; a code without words reads as it is."""
    words = CODES.get(key, {}).get(value)
    return f"{FACTS.get(key, key)}：{gettext(str(words)) if words else value}"
