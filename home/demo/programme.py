"""A programme that is plainly a sample, with every kind of question and setting, for its pages and previews.

It has no round: nobody can apply to it.
"""

import io
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from certification.models import Criterion, EligibilityStatement, FormField, Gate, Programme, ScaleStep
from certification.services import programmes
from core import files
from home.demo.stage import Stage

SLUG = "mihon-kogei"
QUESTIONS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("story", "ものがたり", "long_text", {"max_length": 400, "safe_for_blind": True}),
    ("technique", "主な技法", "choice", {"options_text": "木工\n陶芸\n染織\nその他", "safe_for_blind": True}),
    ("season", "よく売れる季節", "choices", {"options_text": "春\n夏\n秋\n冬", "safe_for_blind": True}),
    ("weight_g", "重さ", "number", {"unit": "g", "minimum": 1, "maximum": 50000, "safe_for_blind": True}),
    ("sales", "年間の売上（税込み）", "money", {"minimum": 0, "required": False}),
    ("since", "販売を始めた日", "date", {}),
    ("makers", "つくり手", "table", {"options_text": "名前＊\n役割\n経験（年）", "maximum": 8}),
    ("workshop", "工房の住所", "address", {}),
    ("workshop_photo", "工房の写真", "photo", {"minimum": 1, "maximum": 3}),
    ("plan", "これからの計画", "file", {"required": False, "maximum": 2}),
    ("pledge", "表示の法令を守ります", "agree", {"help": "景品表示法や家庭用品品質表示法を守って販売します。"}),
)
STEPS = ((5, "とても良い"), (4, "良い"), (3, "基準を満たす"), (1, "もう少し"), (0, "足りない"))
TEXTS = {
    "certified": {
        "opening": "{事業者} 様の「{商品}」は、審査の結果、{用語}と決まりました。番号は {番号} です。",
        "closing": "{マーク}を付けた商品が、長く親しまれることを願っています。",
    },
    "renewal_due": {"opening": "「{商品}」の有効期限は{有効期限}です。更新の申請をお待ちしています。"},
}


def sample_programme(stage: Stage) -> Programme:
    """Make it once; a second call leaves it as it is."""
    if existing := Programme.objects.filter(slug=SLUG).first():
        return existing
    by, at = stage.people["suzuki"], stage.ago(30)
    made = Programme.objects.create(
        slug=SLUG, name="見本工芸ブランド（架空の制度）", word="認定", scope="goods_services", accent="kogane",
        summary="設定のしかたを見るための、架空の制度です。申請は受け付けていません。",
        criteria_text="技とことばの2つの観点で審査します（架空）。",
        panel_rule="median", tie_rule="committee", pass_mark=Decimal(70), near_mark=Decimal(60), near_max_missed=1,
        quorum=2, number_prefix="MIHON", number_format="{prefix}-{era}-{serial:04d}", fee_yen=3000, max_per_firm=2,
        document_class="見本-01", retention_years=0, pre_check=["made_in_city"], letter_texts=TEXTS,
        mark_alt="見本の字を丸で囲んだ、架空の印", is_active=False,
    )  # fmt: skip
    for place, (key, name, weight) in enumerate((("skill", "技", 2), ("words", "ことば", 1))):
        row = Criterion.objects.create(
            programme=made, sort_order=place, key=key, name=name, weight=Decimal(weight), floor=Decimal(2)
        )
        ScaleStep.objects.bulk_create(
            ScaleStep(criterion=row, sort_order=n, value=value, label=label) for n, (value, label) in enumerate(STEPS)
        )
    Gate.objects.create(programme=made, sort_order=0, key="label", name="表示", question="表示に誤りはありませんか。")
    EligibilityStatement.objects.create(
        programme=made, sort_order=0, key="made", text="主な部分を市内で作っています。", evidence="工房の写真"
    )
    FormField.objects.bulk_create(
        FormField(programme=made, sort_order=place, key=key, label=label, kind=kind, **more)
        for place, (key, label, kind, more) in enumerate(QUESTIONS)
    )
    stored = files.accept(_mark(), by=by, at=at, purpose="label")
    programmes.put_mark(made, stored, by=by, at=at)
    return made


def _mark() -> SimpleUploadedFile:
    """Two rings and a star: plainly nobody's mark."""
    image = Image.new("RGBA", (480, 480), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((10, 10, 470, 470), outline="#7A5B00", width=18)
    draw.ellipse((50, 50, 430, 430), outline="#7A5B00", width=6)
    draw.polygon(((240, 100), (290, 220), (400, 240), (290, 270), (240, 390), (190, 270), (80, 240), (190, 220)),
                 fill="#C9A86A")  # fmt: skip
    out = io.BytesIO()
    image.save(out, "PNG")
    return SimpleUploadedFile("mihon.png", out.getvalue(), content_type="image/png")
