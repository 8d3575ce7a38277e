"""Every address × every role, by hand. A pattern without a line here fails the first test.

Columns: anonymous · Owner of the firm · Reader of the firm · stranger (X) · reviewer assigned (V) · reviewer not
assigned (W) · adviser appointed (D) · another adviser (E) · Secretariat · aPprover · auditor (K) · editor (T).
Letters: walk.py. Strangers find nothing (N), colleagues without the right read why (F), nobody unknown gets in (L).
A POST of `no`: the address takes none. `GET` of M: the address takes nothing but POST.
"""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog.models import Product
from core.models import OutboxMessage
from tests.integration.security import walk
from tests.integration.security.stage import Stage

# name                 subject    GET          POST, empty
#                                 aORXVWDESPKT aORXVWDESPKT
PRODUCERS = """
apply:index            -          L22222222222 no
apply:business_new     -          L22222222222 L44444444444
apply:postcode         -          L22222222222 no
apply:precheck         -          L22222222222 no
apply:start            -          LMMMMMMMMMMM LNNNNNNNNNNN
apply:business         firm       L22NNNNNNNNN no
apply:business_edit    firm       L2FNNNNNNNNN L4FNNNNNNNNN
apply:invite           firm       LMMMMMMMMMMM L44NNNNNNNNN
apply:member_remove    seat       LMMMMMMMMMMM L>FNNNNNNNNN
apply:invitation_cancel invited   LMMMMMMMMMMM L>FNNNNNNNNN
apply:invitation       token      222222222222 >>>>>>>>>>>>
apply:application      draft      L22NNNNNNNNN no
apply:application      secret     L22NNNNNNNNN no
apply:application      near       L22NNNNNNNNN no
apply:review           draft      L22NNNNNNNNN L4FNNNNNNNNN
apply:withdraw         draft      L2FNNNNNNNNN L>FNNNNNNNNN
apply:withdraw         good       L>FNNNNNNNNN L>FNNNNNNNNN
apply:version          submitted  L22NNNNNNNNN no
apply:receipt          draft      LNNNNNNNNNNN no
apply:receipt          submitted  L22NNNNNNNNN no
apply:letter           secret     LNNNNNNNNNNN no
apply:letter           good       L22NNNNNNNNN no
apply:certificate      secret     LNNNNNNNNNNN no
apply:certificate      good       L22NNNNNNNNN no
apply:plan             secret     LNNNNNNNNNNN no
apply:plan             near       L22NNNNNNNNN no
apply:plan_agree       near       LMMMMMMMMMMM L>FNNNNNNNNN
apply:plan_decline     near       LMMMMMMMMMMM L>FNNNNNNNNN
apply:task_finish      near_task  LMMMMMMMMMMM L4FNNNNNNNNN
apply:task_reopen      near_task  LMMMMMMMMMMM L>FNNNNNNNNN
apply:plan_say         near       LMMMMMMMMMMM L4FNNNNNNNNN
apply:plan_reapply     near       LMMMMMMMMMMM L>FNNNNNNNNN
apply:file             p_draft    L22NNNNNNNNN no
apply:file             p_reading  L22NNNNN222N no
apply:file             p_near     L22NNN2N222N no
apply:file             evidence   L22NNN2N222N no
apply:section          section    L22NNNNNNNNN L>FNNNNNNNNN
"""
EXPERTS = """
review:index           -          LFFF22FFFFFF no
review:file            p_draft    LNNNNNNNNNNN no
review:file            p_reading  LNNN2NNNNNNN no
review:sheet           submitted  LNNNNNNNNNNN LNNNNNNNNNNN
review:sheet           a_reading  LNNN2NNNNNNN LNNN>NNNNNNN
review:sheet           r_reading  LNNN>NNNNNNN LNNN>NNNNNNN
review:declare         a_reading  LNNN2NNNNNNN LNNN4NNNNNNN
review:declare         r_reading  LNNN2NNNNNNN LNNN4NNNNNNN
review:submit          a_reading  LNNN>NNNNNNN LNNN>NNNNNNN
advise:index           -          LFFFFF22FFFF no
advise:file            evidence   LNNNNN2NNNNN no
advise:file            p_near     LNNNNNNNNNNN no
advise:plan            plan       LNNNNN2NNNNN no
advise:add_task        plan       LMMMMMMMMMMM LNNNNN4NNNNN
advise:task            plan_task  LMMMMMMMMMMM LNNNNN4NNNNN
advise:message         plan       LMMMMMMMMMMM LNNNNN4NNNNN
advise:move            plan       LMMMMMMMMMMM LNNNNNNNNNNN
"""
OFFICE = """
rounds:index                 -         LLLLLLLL222F no
rounds:index_results         -         LLLLLLLL222F no
rounds:add                   -         LLLLLLLL2FFF LLLLLLLL2FFF
rounds:edit                  sealed    LLLLLLLL2FFF LLLLLLLL2FFF
rounds:overview              sealed    LLLLLLLL222F no
rounds:open                  sealed    LLLLLLLL>FFF LLLLLLLL>FFF
rounds:rules                 sealed    LLLLLLLL222F no
rounds:panel                 sealed    LLLLLLLL222F LLLLLLLL4FFF
rounds:assignment            reading   LLLLLLLL222F LLLLLLLL>FFF
rounds:conflict              c_reading LLLLLLLL2FFF LLLLLLLL4FFF
rounds:start                 call      LLLLLLLL>FFF LLLLLLLL>FFF
rounds:progress              sealed    LLLLLLLL222F no
rounds:close                 reading   LLLLLLLL2FFF LLLLLLLL>FFF
rounds:board                 sealed    LLLLLLLL22FF no
rounds:board                 released  LLLLLLLL222F no
rounds:row                   c_sealed  LLLLLLLL22FF LLLLLLLL4FFF
rounds:row                   c_public  LLLLLLLL222F LLLLLLLL4FFF
rounds:propose_all           sealed    LLLLLLLL>FFF LLLLLLLL>FFF
rounds:confirm               sealed    LLLLLLLL22FF LLLLLLLLF>FF
rounds:release               sealed    LLLLLLLL22FF LLLLLLLL>FFF
rounds:release               released  LLLLLLLL222F LLLLLLLL>FFF
rounds:letter                c_sealed  LLLLLLLL22FF no
rounds:letter                c_public  LLLLLLLL222F no
applications:index           -         LLLLLLLL222F no
applications:index_results   -         LLLLLLLL222F no
applications:detail          draft     LLLLLLLLNNNF no
applications:detail          submitted LLLLLLLL222F no
applications:check           submitted LLLLLLLLMFFF LLLLLLLL>FFF
applications:accept          draft     LLLLLLLLNFFF LLLLLLLLNFFF
applications:accept          submitted LLLLLLLL2FFF LLLLLLLL>FFF
applications:correction      submitted LLLLLLLL2FFF LLLLLLLL4FFF
applications:refuse          submitted LLLLLLLL2FFF LLLLLLLL4FFF
applications:versions        submitted LLLLLLLL222F no
certificates:index           -         LLLLLLLL222F no
certificates:index_results   -         LLLLLLLL222F no
certificates:detail          cert      LLLLLLLL222F no
certificates:revoke          cert      LLLLLLLLF2FF LLLLLLLLF4FF
certificates:surrender       cert      LLLLLLLL2FFF LLLLLLLL4FFF
plans:index                  -         LLLLLLLL222F no
plans:index_results          -         LLLLLLLL222F no
plans:detail                 plan      LLLLLLLL222F LLLLLLLL4FFF
plans:close                  plan      LLLLLLLL2FFF LLLLLLLL4FFF
programmes:index             -         LLLLLLLL222F no
programmes:index_results     -         LLLLLLLL222F no
programmes:add               -         LLLLLLLL2FFF LLLLLLLL2FFF
programmes:edit              programme LLLLLLLL2FFF LLLLLLLL2FFF
programmes:rules             programme LLLLLLLL222F no
programmes:confirm           programme LLLLLLLL2FFF LLLLLLLL>FFF
outbox:index                 -         LLLLLLLL222F no
outbox:index_results         -         LLLLLLLL222F no
outbox:mail                  mail      LLLLLLLL222F no
outbox:retry                 mail      LLLLLLLLMFFF LLLLLLLL>FFF
audit:index                  -         LLLLLLLL2F2F no
audit:index_results          -         LLLLLLLL2F2F no
donation_listings:index      -         LLLLLLLL22>> no
donation_listings:index_results -      LLLLLLLL22>> no
donation_listings:add        -         LLLLLLLL2>>> LLLLLLLL2>>>
donation_listings:edit       listing   LLLLLLLL22>> LLLLLLLL22>>
donation_listings:act        act       LLLLLLLLMMMM LLLLLLLL>>>>
"""
SITE = """
desk                         -         L>>>>>>>>>>> no
healthz                      -         222222222222 no
readyz                       -         222222222222 no
brand_css                    -         222222222222 no
robots                       -         222222222222 no
gallery                      -         NNNNNNNNNNNN no
gallery_of_errors            code      NNNNNNNNNNNN no
catalog:search               -         222222222222 no
catalog:suggest              -         222222222222 no
catalog:product              product   222222222222 no
catalog:producers            -         222222222222 no
catalog:producer             maker     222222222222 no
catalog:pattern              pattern   222222222222 no
catalog:verify_find          -         222222222222 no
catalog:verify               number    222222222222 no
catalog:go                   listing   NNNNNNNNNNNN no
catalog:api_products         -         222222222222 no
catalog:api_product          pattern   222222222222 no
catalog:api_producers        -         222222222222 no
catalog:api_programmes       -         222222222222 no
catalog:products_csv         -         222222222222 no
catalog:feed                 -         222222222222 no
catalog:sitemap              -         222222222222 no
wagtail_serve                root      222222222222 222222222222
wagtailcore_authenticate_with_password page LNNNNNNNNNNN LNNNNNNNNNNN
wagtailcore_login            -         LLLLLLLLLLLL LLLLLLLLLLLL
office_login                 -         LLLLLLLLLLLL LLLLLLLLLLLL
page_login                   -         LLLLLLLLLLLL LLLLLLLLLLLL
media                        root      NNNNNNNNNNNN no
"""
LOGIN = """
account_login                -         2>>>>>>>>>>> 2>>>>>>>>>>>
account_logout               -         >22222222222 >>>>>>>>>>>>
account_inactive             -         222222222222 no
account_signup               -         2>>>>>>>>>>> 222222222222
account_reauthenticate       -         L22222222222 LLLLLLLLLLLL
account_email                -         L22222222222 LLLLLLLLLLLL
account_email_verification_sent -      222222222222 no
account_change_password      -         L22222222222 LLLLLLLLLLLL
account_set_password         -         L>>>>>>>>>>> LLLLLLLLLLLL
account_reset_password       -         222222222222 222222222222
account_confirm_login_code   -         L>>>>>>>>>>> LLLLLLLLLLLL
account_confirm_email        key       222222222222 NNNNNNNNNNNN
account_reset_password_from_key key2   222222222222 222222222222
account_reset_password_from_key_done - 222222222222 no
account_reset_password_done  -         222222222222 no
mfa_index                    -         L22222222222 no
mfa_authenticate             -         L>>>>>>>>>>> LLLLLLLLLLLL
mfa_reauthenticate           -         LLLLLLLLLLLL LLLLLLLLLLLL
mfa_activate_totp            -         LLLLLLLLLLLL LLLLLLLLLLLL
mfa_deactivate_totp          -         LNNNNNNNNNNN LLLLLLLLLLLL
mfa_view_recovery_codes      -         LNNNNNNNNNNN LLLLLLLLLLLL
mfa_generate_recovery_codes  -         LLLLLLLLLLLL LLLLLLLLLLLL
mfa_download_recovery_codes  -         LNNNNNNNNNNN LLLLLLLLLLLL
"""
TABLES = {"producers": PRODUCERS, "experts": EXPERTS, "office": OFFICE, "site": SITE, "login": LOGIN}


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


def subjects(stage: Stage) -> dict[str, list[Any]]:
    """What the second column stands for: the arguments of the address."""
    code = {name: row.code for name, row in stage.apps.items()}
    plan, product = stage.plan(), Product.objects.select_related("producer").get()
    task = plan.tasks.get()
    call = {name: row.pk for name, row in stage.rounds.items()}
    return {
        "-": [], "firm": [stage.firm.code], "token": [stage.invitation.token],
        "seat": [stage.firm.code, stage.firm.memberships.get(role="owner").pk],
        "invited": [stage.firm.code, stage.invitation.pk],
        **{name: [one] for name, one in code.items()}, **{name: [pk] for name, pk in call.items()},
        "near_task": [code["near"], task.pk], "section": [code["draft"], "making"],
        "p_draft": [stage.photo("draft").token], "p_reading": [stage.photo("reading").token],
        "p_near": [stage.photo("near").token], "evidence": [task.evidence.token],
        "r_reading": [code["rival_reading"]], "a_reading": [code["reading"]],
        "plan": [plan.pk], "plan_task": [plan.pk, task.pk], "c_reading": [call["reading"], code["reading"]],
        "c_sealed": [call["sealed"], code["secret"]], "c_public": [call["released"], code["near"]],
        "cert": [stage.certificate().pk], "programme": [stage.rounds["call"].programme_id],
        "mail": [OutboxMessage.objects.order_by("pk").first().pk], "listing": [stage.listing.pk],
        "act": [stage.listing.pk, "check"], "code": [404], "product": [product.slug], "maker": [product.producer.slug],
        "pattern": [product.code], "number": [stage.certificate().number], "root": [""], "page": [1, 1], "key": ["no"],
        "key2": ["1", "no-key"],
    }  # fmt: skip


def address(name: str, subject: str, stage: Stage) -> str:
    """`version` and its like take a second argument that every case shares."""
    more = [1] if name == "apply:version" else []
    return reverse(name, args=[*subjects(stage)[subject], *more])


def unlike(found: list[list[str]], wanted: list[list[str]]) -> list[str]:
    """The lines that differ, readable."""
    pairs = zip(found, wanted, strict=True)
    return [
        f"{name} {subject}: {letters}, should be {wish[2]}"
        for (name, subject, letters), wish in pairs
        if letters != wish[2]
    ]


def test_every_pattern_has_a_line() -> None:
    named = {row[0] for table in TABLES.values() for row in rows(table)}
    assert set(walk.names()) == named


@pytest.mark.parametrize("desk", sorted(TABLES))
def test_pages_open_to_whom_they_should(desk: str, stage: Stage, browsers: dict[str, Client]) -> None:
    found = [
        [name, subject, walk.ask(browsers, "GET", address(name, subject, stage))]
        for name, subject, *_letters in rows(TABLES[desk])
    ]
    different = unlike(found, [row[:3] for row in rows(TABLES[desk])])
    assert not different, "\n".join(different)


@pytest.mark.parametrize("desk", sorted(TABLES))
def test_actions_are_taken_from_whom_they_should(desk: str, stage: Stage, browsers: dict[str, Client]) -> None:
    wanted = [[name, subject, post] for name, subject, _get, post in rows(TABLES[desk]) if post != "no"]
    found = [[name, subject, walk.ask(browsers, "POST", address(name, subject, stage))] for name, subject, _ in wanted]
    different = unlike(found, wanted)
    assert not different, "\n".join(different)


def test_pages_that_take_no_post_say_so(stage: Stage, browsers: dict[str, Client]) -> None:
    few = {role: browsers[role] for role in ("anonymous", "owner", "secretariat")}
    taken = {
        (name, letters)
        for table in TABLES.values()
        for name, subject, _get, post in rows(table)
        if post == "no" and set(letters := walk.ask(few, "POST", address(name, subject, stage))) - set("LMNF")
    }
    assert taken == set()
