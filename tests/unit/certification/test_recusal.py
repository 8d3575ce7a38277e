"""What makes the office ask about a conflict of interest."""

import pytest

from certification.domain.recusal import CONFLICT_LABELS, RECUSING, ConflictKind, core_name, domain_of, suspected

FIRM = ("株式会社 つくば架空菓子", "https://www.kashi.example.jp/shop", "茨城県つくば市架空町1-2-3")


@pytest.mark.parametrize(
    ("emails", "affiliation", "address", "codes"),
    [
        ([], "", "", []),
        (["taro@gmail.com"], "架空大学", "つくば市別町9-9", []),
        ([], "(株)つくば架空菓子", "", ["same_firm"]),
        ([], "㈱つくば架空菓子　営業部", "", ["same_firm"]),
        ([], "つくば架空菓子", "", ["same_firm"]),
        (["taro@kashi.example.jp"], "", "", ["same_domain"]),
        (["taro@gmail.com", "TARO@mail.kashi.example.jp"], "", "", ["same_domain"]),
        (["taro@notkashi.example.jp"], "", "", []),
        ([], "", "つくば市架空町１丁目２番３号", ["same_address"]),
        ([], "", "〒305-0000 茨城県つくば市架空町1-2-3 架空ビル2階", ["same_address"]),
        ([], "", "つくば市", []),
        (
            ["taro@kashi.example.jp"],
            "つくば架空菓子株式会社",
            "つくば市架空町1ー2ー3",
            ["same_firm", "same_domain", "same_address"],
        ),
    ],
)
def test_r5_suspicion_over_all_mail_addresses_firm_and_address(emails, affiliation, address, codes):
    found = suspected(emails, affiliation, *FIRM, reviewer_address=address)

    assert [reason.code for reason in found] == codes
    assert all(reason.sentence.endswith("。") for reason in found)


def test_r5_shared_mail_domain_says_nothing():
    assert suspected(["a@gmail.com"], "", "架空商店", "b@gmail.com", "") == ()


def test_r5_one_character_names_say_nothing():
    assert suspected([], "絆", "株式会社絆", "", "") == ()


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("taro@Example.JP", "example.jp"),
        ("https://www.example.jp:8000/a?b", "example.jp"),
        ("ｅｘａｍｐｌｅ．ｊｐ", "example.jp"),
        ("gmail.com", ""),
        ("localhost", ""),
        ("", ""),
    ],
)
def test_domain_of_takes_mail_web_and_bare(text, domain):
    assert domain_of(text) == domain


def test_core_name_drops_legal_form_width_and_spaces():
    assert {core_name(name) for name in ("株式会社ＡＢＣ　商店", "abc商店（有）", "ABC・商店")} == {"abc商店"}


def test_every_kind_has_its_words_and_all_but_none_recuse():
    assert set(CONFLICT_LABELS) == set(ConflictKind)
    assert set(ConflictKind) - RECUSING == {ConflictKind.NONE}
