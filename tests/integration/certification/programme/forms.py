"""The programme's form of the admin, posted as a browser does."""

from typing import Any

TABLE = "名前＊\n役割"
BASICS = {
    "name": "架空ブランド", "slug": "kakuu-brand", "word": "認定", "scope": "any", "accent": "take", "intake": "window",
    "summary": "架空の制度です。", "criteria_text": "味と地域らしさを見ます。", "mark_alt": "",
    "max_per_firm": "2", "fee_yen": "0", "pre_check_keys": ["sold_in_city"], "is_active": "on",
    "document_class": "産業振興-認定", "retention_years": "0",
    "panel_rule": "median", "tie_rule": "heaviest", "pass_mark": "65", "near_mark": "55", "near_max_missed": "1",
    "quorum": "2", "blind": "on",
    "validity_kind": "years_then_fiscal_year_end", "validity_years": "2", "validity_fixed_on": "",
    "number_prefix": "KB", "number_format": "{prefix}-{era}-{serial:04d}",
    "reasons_shown": "on", "appeal_text": "架空の教示です。",
    "text_certified_opening": "{事業者} 様の「{商品}」を{用語}しました。番号は{番号}です。",
    "text_certified_steps": "{証書}をお受け取りください。\n{マーク}を使えます。",
    "text_certified_closing": "これからもよろしくお願いします。",
    "text_declined_opening": "{商品}は届きませんでした。",
    "text_renewal_due_opening": "{有効期限}までに更新してください。",
}  # fmt: skip
QUESTIONS: list[dict[str, Any]] = [
    {"label": "ひとこと", "kind": "text", "max_length": "20", "key": "word_text"},
    {"label": "ものがたり", "kind": "long_text", "max_length": "100", "key": "story", "safe_for_blind": "on"},
    {"label": "作り方", "kind": "choice", "options_text": "手作業\n機械", "key": "way"},
    {"label": "季節", "kind": "choices", "options_text": "春\n夏\n秋", "key": "season"},
    {"label": "重さ", "kind": "number", "unit": "g", "minimum": "1", "maximum": "5000", "key": "weight_g"},
    {"label": "年間の売上", "kind": "money", "maximum": "100000000", "key": "sales"},
    {"label": "販売を始めた日", "kind": "date", "key": "since"},
    {"label": "許可証", "kind": "file", "maximum": "2", "key": "licence"},
    {"label": "工房の写真", "kind": "photo", "minimum": "1", "maximum": "3", "key": "workshop_photo"},
    {"label": "つくり手", "kind": "table", "options_text": TABLE, "maximum": "5", "key": "makers"},
    {"label": "工房の住所", "kind": "address", "key": "workshop"},
    {"label": "表示の法令を守ります", "kind": "agree", "help": "食品表示法などを守って販売します。", "key": "pledge"},
]


def formset(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """An InlinePanel as the browser posts it."""
    data: dict[str, Any] = {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        whole = {"ORDER": place + 1, "DELETE": "", "id": "", **row}
        data |= {f"{name}-{place}-{key}": value for key, value in whole.items()}
    return data


def programme_form(**more: Any) -> dict[str, Any]:
    """A whole programme with every kind of question."""
    questions = [{"required": "on", "max_length": "0", **row} for row in QUESTIONS]
    criteria = [
        {"name": "味", "weight": "1", "floor": "2", "key": "taste", "stage": "1", "allow_na": "on"},
        {"name": "地域らしさ", "weight": "3", "floor": "", "key": "origin", "stage": "1"},
    ]
    steps = [{"value": "5", "label": "良い", "anchor": "とても"}, {"value": "1.5", "label": "ふつう"},
             {"value": "0", "label": "足りない"}]  # fmt: skip
    return {
        **BASICS,
        **formset("criteria", criteria),
        **formset("criteria-0-steps", steps),
        **formset("criteria-1-steps", steps),
        **formset("gates", [{"name": "安全", "question": "表示は正しいですか。", "key": "safe"}]),
        **formset(
            "statements",
            [{"text": "市内で販売しています。", "key": "sold", "evidence": "領収書", "evidence_required": "on"}],
        ),
        **formset("form_fields", questions),
        **more,
    }
