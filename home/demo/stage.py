"""What the demonstration stands on: its data, its people, its firms, its pictures."""

import io
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localtime
from PIL import Image, ImageDraw

from catalog.domain.allergens import ITEMS
from certification.models import Application, Programme, Round
from certification.services import applications, rounds
from certification.services.applications import STATEMENT
from core import files
from core.models import Business, User
from core.services import businesses

DATA = Path(settings.BASE_DIR) / "home" / "data" / "demo.json"
PALETTE = {
    "jar": "#8A2D5B",
    "bottle": "#3F6F4F",
    "box": "#B3773B",
    "cup": "#D98A2B",
    "bowl": "#7A4A2A",
    "cloth": "#1D4F91",
}
MAIL_DOMAIN = "example.org"


@dataclass(slots=True)
class Stage:
    """Everybody and everything by key, and the present instant of the demonstration."""

    data: dict[str, Any]
    people: dict[str, User]
    firms: dict[str, Business]
    now: datetime

    def ago(self, days: int) -> datetime:
        """So many days before the present of the demonstration."""
        return self.now - timedelta(days=days)

    def owner_of(self, firm: str) -> User:
        """佐藤 owns the first firm, 伊藤 the others."""
        return self.people["sato" if firm == "kukuri" else "ito"]


def build(now: datetime) -> Stage:
    """Create people with their roles, and the firms."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    people = {key: _person(data, key, last, first, groups) for key, last, first, groups, _label in data["people"]}
    stage = Stage(data, people, {}, now)
    for key, name, kana, street in data["firms"]:
        values = {
            "name": name, "name_kana": kana, "kind": "sole_trader", "postcode": data["postcode"],
            "prefecture": data["prefecture"], "city": data["city"], "street": street, "phone": "0290000000",
        }  # fmt: skip
        stage.firms[key] = businesses.create(values, by=stage.owner_of(key), at=stage.ago(1600), fictional=True)
    return stage


def _person(data: dict[str, Any], key: str, last: str, first: str, groups: list[str]) -> User:
    user = User.objects.create_user(f"{key}@{MAIL_DOMAIN}", data["password"], last_name=last, first_name=first)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def logins(data: dict[str, Any] | None = None) -> list[tuple[str, str, str]]:
    """(address, password, who) of everybody."""
    data = data or json.loads(DATA.read_text(encoding="utf-8"))
    return [
        (f"{key}@{MAIL_DOMAIN}", data["password"], f"{last} {first}（{label}）")
        for key, last, first, _g, label in data["people"]
    ]


def picture(shape: str, name: str) -> SimpleUploadedFile:
    """A drawn still life: a coloured form on a pale ground, plainly no photograph of a real thing."""
    width, height = 1200, 900
    image = Image.new("RGB", (width, height), "#F4EFE6")
    draw = ImageDraw.Draw(image)
    tone = PALETTE[shape]
    draw.rectangle((0, 620, width, height), fill="#E6DDCD")
    draw.ellipse((330, 650, 870, 740), fill="#D8CCB8")
    match shape:
        case "jar":
            draw.rounded_rectangle((430, 300, 770, 700), 50, fill=tone)
            draw.rectangle((450, 240, 750, 310), fill="#C9A86A")
            draw.rounded_rectangle((470, 430, 730, 590), 12, fill="#FFFDF8")
        case "bottle":
            draw.rounded_rectangle((500, 330, 700, 700), 40, fill=tone)
            draw.rectangle((562, 160, 638, 350), fill=tone)
            draw.rectangle((556, 140, 644, 200), fill="#C9A86A")
            draw.rectangle((500, 430, 700, 600), fill="#FFFDF8")
        case "cup":
            draw.polygon(((400, 360), (800, 360), (740, 700), (460, 700)), fill=tone)
            draw.ellipse((400, 320, 800, 400), fill="#F2C27B")
        case "bowl":
            draw.pieslice((330, 260, 870, 800), 0, 180, fill=tone)
            draw.ellipse((330, 480, 870, 580), fill="#A8744A")
        case "cloth":
            draw.polygon(((380, 300), (820, 260), (860, 680), (340, 700)), fill=tone)
            for line in range(6):
                draw.arc((380, 300 + line * 60, 820, 380 + line * 60), 200, 340, fill="#DCE6F5", width=8)
        case _:
            draw.rounded_rectangle((380, 400, 820, 700), 14, fill=tone)
            draw.polygon(((380, 400), (440, 340), (880, 340), (820, 400)), fill="#D9A66B")
            draw.rectangle((520, 470, 680, 600), fill="#FFFDF8")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def closing(now: datetime, days: int) -> datetime:
    """A deadline as offices set it: the last second of a day to come; a full hour of a day gone by."""
    at = localtime(now + timedelta(days=days))
    return (
        at.replace(hour=23, minute=59, second=59, microsecond=0)
        if days > 0
        else at.replace(minute=0, second=0, microsecond=0)
    )


def open_round(
    stage: Stage, programme: Programme, *, name: str, opens: int, closes: int | None, **values: Any
) -> Round:
    """A round opened `opens` days ago and closing `closes` days from the present (negative: ago; None: rolling)."""
    opens_at = stage.ago(opens)
    year = (opens_at + timedelta(hours=9)).date()
    made = Round.objects.create(
        programme=programme,
        fiscal_year=year.year if year.month >= 4 else year.year - 1,
        name=name,
        opens_at=opens_at,
        closes_at=None if closes is None else closing(stage.now, closes),
        **values,
    )
    rounds.open_round(made, by=stage.people["suzuki"], at=opens_at)
    return made


def answers_of(stage: Stage, round_: Round, key: str) -> dict[str, Any]:
    """A complete set of answers for a product of the data, for this round's form."""
    product = stage.data["products"][key]
    common = {name: value for name, value in product.items() if name not in ("firm", "shape", "allergens")}
    values: dict[str, Any] = {
        **common,
        "made_at": stage.data["made_at"],
        "shops": [stage.data["shop"]],
        "furusato_interest": "yes",
    }
    if product["kind"] == "food":
        values["allergens"] = {item.slug: "no" for item in ITEMS} | product.get("allergens", {})
        values["storage"] = "直射日光を避けて保存してください。製造から90日。"
    rules = round_.frozen
    for field in rules.fields:
        if field.section == "programme" and field.required and field.kind in ("text", "long_text"):
            values[field.key] = f"{product['description']}（架空の商品の記入例です。）"
        elif field.section == "programme" and field.required and field.kind == "choice":
            values[field.key] = field.options[-1 if product["kind"] == "service" else 0][0]
    return values | {STATEMENT + row.key: "yes" for row in rules.statements}


def draft(stage: Stage, round_: Round, key: str, *, at: datetime, complete: bool = True) -> Application:
    """A draft of a product; half filled without files when not `complete`."""
    product = stage.data["products"][key]
    owner = stage.owner_of(product["firm"])
    made = applications.start(round_, stage.firms[product["firm"]], by=owner, at=at)
    answers = answers_of(stage, round_, key)
    if not complete:
        answers = {name: answers[name] for name in ("name", "name_kana", "kind", "category", "description")}
    applications.save(made, answers, base=made.revision, by=owner, at=at)
    if complete:
        _attach_files(stage, made, key, at=at)
    return made


def _attach_files(stage: Stage, made: Application, key: str, *, at: datetime) -> None:
    owner = stage.owner_of(stage.data["products"][key]["firm"])
    shape = stage.data["products"][key]["shape"]
    wanted = ["photos"] + (["label_image"] if stage.data["products"][key]["kind"] == "food" else [])
    wanted += [STATEMENT + row.key for row in made.round.frozen.statements if row.evidence_required]
    for field_key in wanted:
        stored = files.accept(picture(shape, f"{field_key}.jpg"), by=owner, at=at, purpose="photo")
        applications.attach(made, field_key, stored, by=owner, at=at)
