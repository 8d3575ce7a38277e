"""Steps 4 to 10 of the whole way: the office, the panel, the release, challenge support, the catalog."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from core import clock
from tests.browser.whole_way.steps import NEAR, PRODUCT, Way, force
from tests.browser.whole_way.walker import click, fill, press, says, set_value, text_of

GOOD = {"taste": "5", "origin": "5"}
WEAK = {"taste": "5", "origin": "1"}


def screen(way: Way) -> None:
    """4: one correction of one field (only that one opens), then acceptance of both."""
    office, maker = way.office(), way.page("maker")
    code = way.codes[PRODUCT]
    office.goto(f"/cms/applications/{code}/correction/")
    fill(office, {"pick.ingredients": True, "why.ingredients": "産地を市町村名まで書いてください。"})
    force(office, "due_on", (clock.today() + timedelta(days=5)).isoformat())  # its calendar would lie over the button
    press(office, "補正を頼む（メールを送る）")
    maker.goto(f"/apply/a/{code}/")
    says(maker, "産地を市町村名まで書いてください。")
    maker.goto(f"/apply/a/{code}/making/")
    assert maker.locator("[name=f-made_at]:not([type=hidden])").count() == 0, "a field not asked for is open"
    set_value(maker, "f-ingredients", "福来みかん（つくば市神郡）、砂糖、寒天")
    click(maker, maker.locator('#section-form button[name="do"][value="save"]:not([tabindex])').first)
    maker.goto(f"/apply/a/{code}/review/")
    declare(maker)
    press(maker, "修正して、もう一度提出する")
    for product in (PRODUCT, NEAR):
        accept(office, way.codes[product])


def declare(page: Page) -> None:
    """Tick the declaration where the page asks for it."""
    if page.locator("[name=declare]").count():
        set_value(page, "declare", True)


def accept(office: Page, code: str) -> None:
    """Check the statement, accept."""
    office.goto(f"/cms/applications/{code}/")
    set_value(office, "check.sold", "yes")
    press(office, "点検を保存")
    office.goto(f"/cms/applications/{code}/accept/")
    press(office, "受理", office.locator("main form").last)
    says(office, "受理")


def seat_and_start(way: Way) -> None:
    """5, the office's part: appoint three, assign all to all, begin."""
    office = way.office()
    for person in way.reviewers():
        office.goto(way.round_url + "panel/")
        office.select_option("[name=user]", label=person)
        press(office, "委嘱する")
    office.goto(way.round_url + "assignment/")
    press(office, "すべての申請を全員に割り当て")
    says(office, "まだ何も変わっていません")
    click(
        office,
        office.locator("#main form:has([name=plan]) button[type=submit], main form:has([name=plan]) button").first,
    )
    office.goto(way.round_url + "start/")
    press(office, "審査を始める", office.locator("main form").last)


def review(way: Way, who: str) -> None:
    """5: declare, read without the firm's name, score, submit, on a phone."""
    page = way.page(who)
    for product, marks in ((PRODUCT, GOOD), (NEAR, WEAK)):
        code = way.codes[product]
        declare_no_relation(page, code)
        assert "つむぎ" not in page.content(), "the firm's name in a blind round"
        for key, mark in marks.items():
            set_value(page, f"mark.{key}", mark)
        set_value(page, "gate.label", page.locator('[name="gate.label"]').first.get_attribute("value"))
        set_value(page, "to_applicant.origin", f"産地の表示についての講評（{product}）")
        press(page, "提出へ")
        press(page, "この内容で提出する")
        page.goto("/review/")
    says(page, "提出済み")


def declare_no_relation(page: Page, code: str) -> None:
    """Nothing opens before the declaration; afterwards the sheet does."""
    page.goto(f"/review/{code}/")
    assert "/declare/" in page.url, "opened before the declaration"
    set_value(page, "kind", "none")
    press(page, "申告する")
    page.goto(f"/review/{code}/")


def decide(way: Way) -> None:
    """6: close, look at the board, propose; a second person confirms; the maker sees nothing yet."""
    office = way.office()
    office.goto(way.round_url + "close/")
    press(office, "締め切る", office.locator("main form").last)
    office.goto(way.round_url + "board/")
    says(office, "100.0")
    says(office, "60.0")
    office.goto(f"{way.round_url}board/{way.codes[NEAR]}/")
    says(office, "地域らしさ")
    office.goto(way.round_url + "propose/")
    press(office, "件を決定案にする")
    chief = way.office("kimura")
    chief.goto(way.round_url + "confirm/")
    for box in chief.locator("[name=pick]").all():
        box.check()
    press(chief, "選んだものを確かめる")
    press(chief, "件を決裁する")
    maker = way.page("maker")
    for code in way.codes.values():
        maker.goto(f"/apply/a/{code}/")
        words = text_of(maker)
        assert "審査中" in words
        assert not {"100.0", "60.0", "認証されました", "至りませんでした"} & set(re.findall(r"[\w.]+", words))


def release(way: Way) -> None:
    """7: everything in one go; pressing again does no harm; mail, letter, certificate, page."""
    office = way.office()
    office.goto(way.round_url + "release/")
    office.check("[name=even_though_open]")  # the round of the walk still takes applications
    press(office, "件の結果を公表")
    way.work()
    office.goto(way.round_url + "release/")
    assert not office.get_by_role("button", name=re.compile("件の結果を公表")).count()
    maker = way.page("maker")
    maker.goto(f"/apply/a/{way.codes[PRODUCT]}/")
    says(maker, "認証されました")
    maker.goto(f"/apply/a/{way.codes[NEAR]}/")
    says(maker, "チャレンジ支援")
    says(maker, "産地の表示についての講評")
    for name in ("receipt.pdf", "letter.pdf"):
        answer = maker.request.get(f"{way.site}/apply/a/{way.codes[NEAR]}/{name}")
        assert answer.ok, name
        assert answer.body().startswith(b"%PDF-"), name


def agree(way: Way) -> None:
    """8, first half: the near miss accepts support, the office names an adviser."""
    maker, office = way.page("maker"), way.office()
    code = way.codes[NEAR]
    maker.goto(f"/apply/a/{code}/plan/")
    press(maker, "支援を受ける")
    office.goto("/cms/plans/")
    press(office, NEAR)
    office.select_option("[name=adviser]", label=way.adviser())
    press(office, "専門家に頼む")


def improve(way: Way) -> None:
    """8, second half: the adviser makes a task; it is done; a re-application starts from the old application."""
    maker, adviser = way.page("maker"), way.page("yamamoto")
    code = way.codes[NEAR]
    adviser.goto("/advise/")
    press(adviser, NEAR)
    plan = adviser.url
    open_details(adviser)
    fill(adviser, {"task-gap_key": "origin", "task-title": "産地を大きく表示する"})
    press(adviser, "課題を入れる")
    press(adviser, "支援を始める")
    maker.goto(f"/apply/a/{code}/plan/")
    open_details(maker)
    set_value(maker, "note", "表示を直しました。")
    press(maker, "完了にする")
    adviser.goto(plan)
    press(adviser, "再申請できる状態にする")
    maker.goto(f"/apply/a/{code}/plan/")
    click(maker, maker.locator("form[action$='/reapply/'] button").first)
    again = re.search(r"/apply/a/([\w-]+)/", maker.url)
    assert again is not None
    assert again.group(1) != code
    maker.goto(f"/apply/a/{again.group(1)}/basics/")
    assert maker.input_value("[name=f-name]") == NEAR


def open_details(page: Page) -> None:
    """Open what is folded away."""
    for fold in page.locator("main details:not([open]) > summary").all():
        if fold.is_visible():
            fold.click()


def offer(way: Way) -> str:
    """9: a listing with its clause; the office checks, a second person publishes; the link shows and counts."""
    visitor = way.page("visitor")
    visitor.goto(f"/products/?q={PRODUCT}")
    click(visitor, visitor.locator(".card__title a", has_text=PRODUCT).first)
    says(visitor, "認証")
    product_url = visitor.url
    number = re.search(r"/v/([A-Z0-9-]+)/", visitor.content())
    assert number is not None
    visitor.goto(f"/v/{number.group(1)}/")
    says(visitor, "有効")
    enter_listing(way)
    visitor.goto(product_url)
    link = visitor.locator("a[href*='/go/']").first
    expect(link).to_be_visible()
    answer = visitor.request.get(way.site + str(link.get_attribute("href")), max_redirects=0)
    assert answer.status in (301, 302, 303)
    return product_url


def enter_listing(way: Way) -> None:
    """The office enters the listing and checks it; the approver publishes it."""
    office = way.office()
    office.goto(way.listings + "new/")
    choose_product(office)
    values = {
        "portal": "other", "url": "https://example.org/furusato/1", "code": f"KB-1{way.stamp}",
        "municipality": "つくば市",
        "prefecture": "茨城県", "donation_yen": "10000", "contents": "2箱", "procurement_yen": "2592",
        "shipping_yen": "900", "other_yen": "900", "handling_yen": "300", "clause": "3",
        "reason": "市内の工房ですべての工程を行っています。", "made_in": "つくば市", "produced_in": "つくば市",
        "value_a_yen": "2592", "value_b_yen": "700",
    }  # fmt: skip
    fill(office, values)
    today = clock.today()
    force(office, "evidence_confirmed_on", today.isoformat())
    calendars = office.locator(".xdsoft_datetimepicker")  # open over the button
    calendars.evaluate_all("boxes => boxes.forEach(box => box.remove())")
    click(office, office.locator("form#w-editor-form button[type=submit]").first)
    assert "/new/" not in office.url, text_of(office)
    office.goto(way.listings)
    press(office, PRODUCT)
    listing = office.url
    click(office, office.locator("form[action$='/check/'] button"))
    chief = way.office("kimura")
    chief.goto(listing)
    click(chief, chief.locator("form[action$='/publish/'] button"))


def choose_product(office: Page) -> None:
    """Which product the listing is of."""
    select = office.locator("select[name=product]")
    if select.count():
        value = select.locator("option", has_text=PRODUCT).first.get_attribute("value")
        select.select_option(value)


def search(way: Way) -> None:
    """10: found in kanji, kana, romaji, half-width and with a typo; facets with counts."""
    visitor = way.page("visitor")
    for query in ("福来みかん", "ふくれみかんぜりー", "ﾌｸﾚﾐｶﾝ", "zerii", "福来みかんゼリイ"):
        visitor.goto(f"/products/?q={query}")
        assert PRODUCT in text_of(visitor), query
    visitor.goto(f"/products/?q=福来みかん&programme=fictional{way.stamp}")
    says(visitor, PRODUCT)
