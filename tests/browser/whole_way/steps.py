"""The ten steps, each through real pages by the person whose step it is, with JavaScript or without it."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core import mail as outgoing
from playwright.sync_api import Page

from core import clock, mail
from search import api
from tests.browser.whole_way.walker import click, fill, names, photograph, press, says, set_value
from tests.factories.cast import PASSWORD, Cast

PRODUCT = "架空の福来みかんゼリー"
ROUND = "第1回"
CORPORATE = "4011001098993"
BRAND = "架空ブランド"
NEAR = "架空の朝霧ようかん"
TEXT = "架空の商品の、よく分かる説明です。"
VALUES = {
    "f-kind": "food", "f-category": "sweets", "f-price_yen": "１，２９６円", "f-contents": "6個入り",
    "f-made_at": "つくば市東新井9-1", "f-ingredients": "福来みかん（つくば市）、砂糖、寒天", "f-storage": "常温で90日",
    "f-temperature": "ambient", "f-shops-0-name": "架空市場", "f-shops-0-address": "つくば市吾妻9-9",
    "f-furusato_interest": "yes", "f-story": TEXT,
}  # fmt: skip


@dataclass
class Way:
    """Everything the walk carries along."""

    new_page: Any
    cast: Cast
    site: str
    folder: Path
    run_tasks: Any
    javascript: bool = True
    password: str = PASSWORD
    pages: dict[str, Page] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    round_url: str = ""
    stamp: str = ""
    listings: str = "/cms/listings/"

    def page(self, who: str, *, javascript: bool | None = None, width: int = 360) -> Page:
        """The page of a person, logged in through the login page."""
        scripted = self.javascript if javascript is None else javascript
        key = f"{who}:{scripted}"
        if key not in self.pages:
            page = self.new_page(width=width, javascript=scripted)
            if who != "visitor":
                log_in(page, self.mail(who) if who == "maker" else f"{who}@example.org", self.password)
            self.pages[key] = page
        return self.pages[key]

    def mail(self, who: str) -> str:
        """The address of somebody who signs up on the way."""
        return f"{who}{self.stamp}@example.org"

    def office(self, who: str = "suzuki") -> Page:
        """An office person's page, on a wide screen."""
        return self.page(who, width=1280)

    def reviewers(self) -> tuple[str, ...]:
        """The panel as the office reads their names."""
        return tuple(person.display_name for person in self.cast.reviewers)

    def adviser(self) -> str:
        """The adviser as the office reads the name."""
        return self.cast.yamamoto.display_name

    def work(self) -> None:
        """What the worker does: queued tasks, then mail."""
        self.run_tasks()
        api.apply_changes()
        mail.deliver_due(at=clock.now())


def log_in(page: Page, email: str, password: str) -> None:
    """Through the login page."""
    page.goto("/accounts/login/")
    fill(page, {"login": email, "password": password})
    press(page, "ログイン", page.locator("main"))


def sign_up(way: Way) -> None:
    """1: sign up, create a business whose postcode fills the address, invite a colleague, who joins."""
    page = way.page("visitor")
    page.goto("/accounts/signup/")
    fill(page, {"last_name": "作田", "first_name": "実", "email": way.mail("maker")})
    fill(page, {"password1": PASSWORD, "password2": PASSWORD})
    press(page, "アカウントを作る", page.locator("main"))
    way.pages["maker:" + str(way.javascript)] = way.pages.pop("visitor:" + str(way.javascript))
    page.goto("/apply/business/new/")
    fill(page, {"kind": "corporation", "name": "架空菓子店つむぎ", "name_kana": "かくうかしてんつむぎ"})
    fill(page, {"corporate_number": CORPORATE[:-1] + "0", "postcode": "305-0033"})
    press(page, "住所を自動入力", stays=way.javascript)
    page.wait_for_function("document.querySelector('[name=city]').value !== ''") if way.javascript else None
    assert page.input_value("[name=city]") == "つくば市"
    assert page.input_value("[name=name]") == "架空菓子店つむぎ"
    fill(page, {"street": "東新井9-1", "phone": "０２９－０００－００００"})
    press(page, "登録する", page.locator("main"))
    says(page, "検査数字が合いません")
    set_value(page, "corporate_number", CORPORATE)
    press(page, "登録する", page.locator("main"))
    page.goto("/apply/")
    page.goto(str(page.get_by_role("link", name="架空菓子店つむぎ").first.get_attribute("href")))
    fill(page, {"email": way.mail("colleague")})
    press(page, "招待のメールを送る")
    way.work()
    link = re.search(r"/apply/invitations/\S+", outgoing.outbox[-1].body)
    assert link is not None
    colleague = way.new_page(javascript=way.javascript)
    colleague.goto("/accounts/signup/?next=" + link.group())
    fill(colleague, {"last_name": "作田", "first_name": "希", "email": way.mail("colleague")})
    fill(colleague, {"password1": PASSWORD, "password2": PASSWORD})
    press(colleague, "アカウントを作る", colleague.locator("main"))
    colleague.goto(link.group())
    press(colleague, "参加する")
    says(colleague, "架空菓子店つむぎ")


def call(way: Way, *, closes: datetime) -> None:
    """2, second half: the secretariat plans a round of the programme and opens it."""
    office = way.office()
    office.goto("/cms/rounds/new/")
    office.select_option("[name=programme]", label=BRAND)
    start = clock.now() - timedelta(hours=1)
    fill(office, {"name": ROUND, "opens_at": moment(start), "closes_at": moment(closes)})
    click(office, office.locator("form#w-editor-form button[type=submit]").first)
    office.goto("/cms/rounds/")
    row = office.locator("tr", has_text=BRAND)
    numbers = re.findall(r"/cms/rounds/(?:edit/)?(\d+)/", row.first.inner_html())
    way.round_url = f"/cms/rounds/{numbers[0]}/"
    office.goto(way.round_url + "open/")
    press(office, "規則を固定して、募集を始める")


def moment(at: datetime) -> str:
    """As the office types it."""
    return (at + timedelta(hours=9)).strftime("%Y-%m-%d %H:%M")


def make_programme(way: Way) -> None:
    """2, first half: two criteria with steps and a floor, one gate, one statement, one own question.

    Wagtail's own editor adds rows by JavaScript, so this page has it in both walks.
    """
    page = way.page("suzuki", javascript=True, width=1280)
    page.goto("/cms/programmes/new/")
    fill(page, {"name": BRAND, "slug": f"fictional{way.stamp}", "word": "認証", "scope": "food", "accent": "mikan"})
    for prefix, values in (
        ("statements", {"text": "市内で販売しています。", "key": "sold"}),
        ("form_fields", {"label": "ものがたり", "key": "story"}),
        ("gates", {"name": "表示", "question": "表示に誤りはありませんか。", "key": "label"}),
    ):
        add(page, prefix)
        for name, value in values.items():
            force(page, f"{prefix}-0-{name}", value)
    for place, (key, name, floor) in enumerate((("taste", "味", ""), ("origin", "地域らしさ", "2"))):
        add(page, "criteria")
        for part, value in {"name": name, "key": key, "weight": "1", "floor": floor}.items():
            force(page, f"criteria-{place}-{part}", value)
        for step, (mark, label) in enumerate((("5", "とても良い"), ("3", "良い"), ("1", "もう少し"))):
            add(page, f"criteria-{place}-steps")
            force(page, f"criteria-{place}-steps-{step}-value", mark)
            force(page, f"criteria-{place}-steps-{step}-label", label)
    for name, value in {"pass_mark": "70", "near_mark": "50", "near_max_missed": "1", "number_prefix": "KB"}.items():
        force(page, name, value)
    page.locator("form#w-editor-form").evaluate("form => form.requestSubmit()")
    page.wait_for_url(re.compile(r"/cms/programmes/(?!new)"))


def add(page: Page, prefix: str) -> None:
    """Press the editor's own button for one more row."""
    page.locator(f"#id_{prefix}-ADD").evaluate("button => button.click()")


def force(page: Page, name: str, value: str) -> None:
    """Fill an input that may stand in a tab not in front."""
    page.locator(f'[name="{name}"]').evaluate(
        "(e, value) => { e.value = value; e.dispatchEvent(new Event('input', {bubbles: true}));"
        " e.dispatchEvent(new Event('change', {bubbles: true})); }",
        value,
    )


def apply(way: Way, product: str) -> None:
    """3: pre-check, the form page by page, one error summary, submit twice, one receipt."""
    page = way.page("maker")
    page.goto("/apply/check/")
    set_value(page, "food", "yes")
    press(page, "次へ", page.locator("main"))
    fill(page, {"fresh": "no", "sold_in_city": "yes"})
    press(page, "合う制度を見る")
    says(page, BRAND)
    press(page, "申請を始める")
    code = re.search(r"/apply/a/([\w-]+)/", page.url)
    assert code is not None, page.url
    way.codes[product] = code.group(1)
    base = f"/apply/a/{code.group(1)}/"
    page.goto(base + "review/")
    press_if(page, "提出する")
    says(page, "商品・サービスの名前")  # the one summary names what is missing
    page.goto(base + "basics/")
    for _ in range(12):
        fill_section(way, page, product)
        if "/review/" in page.url:
            break
    assert "/review/" in page.url, page.url
    set_value(page, "declare", True)
    press(page, "提出する", page.locator("main"))
    page.goto(base + "review/") if way.javascript else None
    page.goto(base)
    says(page, "受付番号")


def press_if(page: Page, words: str) -> None:
    """Press it when it is there."""
    found = page.locator("main").get_by_role("button", name=words)
    if found.count() and found.first.is_visible():
        click(page, found.first)


def fill_section(way: Way, page: Page, product: str) -> None:
    """One page of the form: everything it asks, then on to the next."""
    own = {"f-name": product, "f-name_kana": "カクウノシヨウヒン", **VALUES}
    for name in names(page):
        if name in own:
            set_value(page, name, own[name])
        elif name.startswith("f-allergens-"):
            set_value(page, name, "no")
        elif name.startswith("f-statement.") and not name.endswith("-files"):
            set_value(page, name, "yes")
        elif name.endswith("-files"):
            upload(way, page, name)
        elif page.locator(f'textarea[name="{name}"]').count():
            set_value(page, name, TEXT)
    click(page, page.locator('#section-form button[name="do"]:is([value="next"], [value="review"])').first)


def upload(way: Way, page: Page, name: str) -> None:
    """Choose a photograph; without JavaScript a button sends it."""
    path = photograph(way.folder, f"{name.removeprefix('f-').removesuffix('-files')}.jpg")
    if way.javascript:
        with page.expect_navigation():  # what is sent in pieces stands on the page drawn anew
            page.locator(f'[name="{name}"]').set_input_files(path)
    else:
        page.locator(f'[name="{name}"]').set_input_files(path)
        key = name.removeprefix("f-").removesuffix("-files")
        click(page, page.locator(f'button[value="upload:{key}"]'))
    page.wait_for_load_state("networkidle")
