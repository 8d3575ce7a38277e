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
from certification.models import Extension, ReviewSession, SupportTopic
from core.models import OutboxMessage
from tests.integration.security import office_subjects as office
from tests.integration.security import walk
from tests.integration.security.stage import Stage

# name                 subject    GET          POST, empty
#                                 aORXVWDESPKT aORXVWDESPKT
PRODUCERS = """
apply:index            -          L22222222222 no
apply:business_new     -          L22222222222 L44444444444
apply:postcode         -          L22222222222 no
apply:me               -          L22222222222 no
apply:export           -          LMMMMMMMMMMM L>>>>>>>>>>>
apply:export_file      copy       LNNNNNNN2NNN no
apply:leave            -          L22222222222 L44444444444
apply:business_export  firm       LMMMMMMMMMMM L>FNNNNNNNNN
apply:history          draft      L22NNNNNNNNN LNNNNNNNNNNN
apply:uploads          draft      MMMMMMMMMMMM ANNNNNNNNNNN
apply:upload           part       MMMMMMMMMMMM MMMMMMMMMMMM
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
apply:receipt          draft      L22NNNNNNNNN no
apply:receipt          submitted  L22NNNNNNNNN no
apply:version_receipt  submitted  L22NNNNNNNNN no
apply:member_role      seat       LMMMMMMMMMMM L>FNNNNNNNNN
apply:copy             draft      L2FNNNNNNNNN L>FNNNNNNNNN
apply:message          submitted  LMMMMMMMMMMM L4FNNNNNNNNN
apply:message          secret     LMMMMMMMMMMM L4FNNNNNNNNN
apply:messages_read    submitted  LMMMMMMMMMMM L>>NNNNNNNNN
apply:certificate_page number     L22NNNNNNNNN no
apply:renew            number     LMMMMMMMMMMM L>>NNNNNNNNN
apply:notice_change    number     L>FNNNNNNNNN L>FNNNNNNNNN
apply:notice_end       number     L2FNNNNNNNNN L2FNNNNNNNNN
apply:notice           filed      L22NNNNNNNNN no
apply:notice_edit      filed      L>FNNNNNNNNN L>FNNNNNNNNN
apply:notice_withdraw  filed      LMMMMMMMMMMM L>FNNNNNNNNN
apply:notice_copy      filed      L22NNNNNNNNN no
apply:any_letter       no_letter  LNNNNNNNNNNN no
apply:any_letter       the_letter L22NNNNNNNNN no
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
apply:task_files       near_task  LMMMMMMMMMMM L4FNNNNNNNNN
apply:evidence_remove  near_proof LMMMMMMMMMMM L>FNNNNNNNNN
apply:plan_goal        near       LMMMMMMMMMMM L4FNNNNNNNNN
apply:plan_photo       near       LMMMMMMMMMMM L4FNNNNNNNNN
apply:plan_photo_half  near_pair  LMMMMMMMMMMM L4FNNNNNNNNN
apply:plan_check       near       L22NNNNNNNNN L4FNNNNNNNNN
apply:plan_meeting     near_meet  L22NNNNNNNNN no
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
review:picture         sized      LNNN2NNNNNNN no
review:invitation      invite     222222222222 L>>>>>>>>>>>
review:calibration     example    LNNN2NNNNNNN LNNN>NNNNNNN
review:table           reading    LNNN2NNNNNNN no
review:appointment     reading    LNNN2NNNNNNN no
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
advise:task_edit       plan_task  LMMMMMMMMMMM LNNNNN4NNNNN
advise:propose         plan       LMMMMMMMMMMM LNNNNN>NNNNN
advise:draft           plan_draft LMMMMMMMMMMM LNNNNN4NNNNN
advise:meetings        plan       LMMMMMMMMMMM LNNNNN4NNNNN
advise:meeting         plan_meet  LMMMMMMMMMMM LNNNNN4NNNNN
advise:ics             plan_meet  LNNNNN2NNNNN no
advise:hand_over       plan       LMMMMMMMMMMM LNNNNN4NNNNN
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
rounds:panel_invite          reading   LLLLLLLL2FFF LLLLLLLL4FFF
rounds:seat                  r_seat    LLLLLLLL222F LLLLLLLL>FFF
rounds:absence               r_seat    LLLLLLLL2FFF LLLLLLLL4FFF
rounds:appointment           r_seat    LLLLLLLL222F no
rounds:assignment_plan       reading   LLLLLLLL2FFF LLLLLLLL>FFF
rounds:conflicts             reading   LLLLLLLL222F no
rounds:paper                 reading   LLLLLLLL222F no
rounds:paper_key             paper     LLLLLLLL2FFF LLLLLLLL4FFF
rounds:paper_scan            paper     LLLLLLLLNFFF no
rounds:calibration           reading   LLLLLLLL222F LLLLLLLL4FFF
rounds:reminders             reading   LLLLLLLL222F LLLLLLLL>FFF
rounds:calendar              -         LLLLLLLL222F no
rounds:copy_year             sealed    LLLLLLLL2FFF LLLLLLLL>FFF
rounds:ask_panel             sealed    LLLLLLLL>FFF LLLLLLLL>FFF
rounds:extensions            call      LLLLLLLL222F no
rounds:extend                late      LLLLLLLL2FFF LLLLLLLL4FFF
rounds:extension_cancel      extended  LLLLLLLL2FFF LLLLLLLL>FFF
rounds:stages                sealed    LLLLLLLL>>FF LLLLLLLL>FFF
rounds:stages_close          sealed    LLLLLLLL>FFF LLLLLLLL>FFF
rounds:sessions              reading   LLLLLLLL222F no
rounds:session_new           reading   LLLLLLLL2FFF LLLLLLLL4FFF
rounds:session               tasting   LLLLLLLL222F LLLLLLLL>FFF
rounds:session_edit          tasting   LLLLLLLL2FFF LLLLLLLL4FFF
rounds:session_print         tasting   LLLLLLLL222F no
rounds:session_pdf           tasting   LLLLLLLL222F no
rounds:session_xlsx          tasting   LLLLLLLL222F no
rounds:session_mail          tasting   LLLLLLLL2FFF LLLLLLLL>FFF
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
rounds:letter_pdf            c_sealed  LLLLLLLL22FF no
rounds:letter_pdf            c_public  LLLLLLLL222F no
rounds:compare               sealed    LLLLLLLL>>FF no
rounds:what_if               sealed    LLLLLLLL22FF no
rounds:score_papers          sealed    LLLLLLLL22FF no
rounds:score_papers          released  LLLLLLLL222F no
rounds:hold                  c_sealed  LLLLLLLL2FFF LLLLLLLL4FFF
rounds:screen                sealed    LLLLLLLL22FF no
rounds:screen_one            c_sealed  LLLLLLLL22FF no
rounds:minutes               sealed    LLLLLLLL22FF LLLLLLLL4FFF
rounds:minutes_sign          sealed    LLLLLLLL>FFF LLLLLLLL>FFF
rounds:minutes_paper         sealed    LLLLLLLLNNFF no
rounds:release_mails         sealed    LLLLLLLL22FF no
rounds:release_sent          released  LLLLLLLL222F LLLLLLLL>FFF
applications:index           -         LLLLLLLL222F no
applications:index_results   -         LLLLLLLL222F no
applications:detail          draft     LLLLLLLLNNNF no
applications:detail          submitted LLLLLLLL222F no
applications:check           submitted LLLLLLLLMFFF LLLLLLLL>FFF
applications:accept          draft     LLLLLLLLNFFF LLLLLLLLNFFF
applications:accept          submitted LLLLLLLL2FFF LLLLLLLL>FFF
applications:correction      submitted LLLLLLLL2FFF LLLLLLLL4FFF
applications:refuse          submitted LLLLLLLL2FFF LLLLLLLL4FFF
applications:fee             submitted LLLLLLLLNNNF LLLLLLLLNFFF
applications:versions        submitted LLLLLLLL222F no
applications:message         submitted LLLLLLLLMFFF LLLLLLLL4FFF
applications:messages_read   submitted LLLLLLLLMFFF LLLLLLLL>FFF
certificate_notices:index    -         LLLLLLLL222F no
certificate_notices:index_results -    LLLLLLLL222F no
certificate_notices:detail   filed     LLLLLLLL222F no
certificate_notices:accept   filed     LLLLLLLL2FFF LLLLLLLL>FFF
certificate_notices:send_back filed    LLLLLLLL2FFF LLLLLLLL4FFF
applications:remind          submitted LLLLLLLLMFFF LLLLLLLL>FFF
applications:bulk            -         LLLLLLLL>FFF LLLLLLLL>FFF
applications:views           -         LLLLLLLL222F no
applications:view_save       -         LLLLLLLL222F LLLLLLLL444F
applications:view_rename     view      LLLLLLLL222F LLLLLLLL444F
applications:view_delete     view      LLLLLLLL222F LLLLLLLL>>>F
applications:view_start      view      LLLLLLLLMMMF LLLLLLLL>>>F
applications:beside          alike     LLLLLLLL222F LLLLLLLL4FFF
applications:beside_product  like_product LLLLLLLL222F LLLLLLLL4FFF
certificates:index           -         LLLLLLLL222F no
certificates:index_results   -         LLLLLLLL222F no
certificates:register        -         LLLLLLLL222F no
certificates:register_pdf    -         LLLLLLLL222F no
certificates:detail          cert      LLLLLLLL222F no
certificates:revoke          cert      LLLLLLLLF2FF LLLLLLLLF4FF
certificates:surrender       cert      LLLLLLLL2FFF LLLLLLLL4FFF
plans:index                  -         LLLLLLLL222F no
plans:index_results          -         LLLLLLLL222F no
plans:detail                 plan      LLLLLLLL222F LLLLLLLL4FFF
plans:last_day               plan      LLLLLLLLMFFF LLLLLLLL4FFF
plans:offer_again            plan      LLLLLLLL>FFF LLLLLLLL>FFF
plans:figures                -         LLLLLLLL222F no
plans:advisers               -         LLLLLLLL222F no
plans:adviser                expert    LLLLLLLL2FFF LLLLLLLL4FFF
plans:support                -         LLLLLLLL222F LLLLLLLL4FFF
plans:own_topics             -         LLLLLLLLMFFF LLLLLLLL>FFF
plans:topic_add              -         LLLLLLLL2FFF LLLLLLLL4FFF
plans:topic                  topic     LLLLLLLL2FFF LLLLLLLL4FFF
plans:topic_remove           topic     LLLLLLLLMFFF LLLLLLLL>FFF
plans:close                  plan      LLLLLLLL2FFF LLLLLLLL4FFF
programmes:index             -         LLLLLLLL222F no
programmes:index_results     -         LLLLLLLL222F no
programmes:add               -         LLLLLLLL2FFF LLLLLLLL2FFF
programmes:edit              programme LLLLLLLL2FFF LLLLLLLL2FFF
programmes:rules             programme LLLLLLLL222F no
programmes:confirm           programme LLLLLLLL2FFF LLLLLLLL>FFF
programmes:preview_form      programme LLLLLLLL222F no
programmes:preview_sheet     programme LLLLLLLL222F no
programmes:preview_letter    p_letter  LLLLLLLL222F no
programmes:preview_pdf       p_letter  LLLLLLLL222F no
programmes:mark              programme LLLLLLLLNNNF no
outbox:index                 -         LLLLLLLL222F no
outbox:index_results         -         LLLLLLLL222F no
outbox:mail                  mail      LLLLLLLL222F no
outbox:retry_all             -         LLLLLLLL2FFF LLLLLLLL>FFF
outbox:retry                 mail      LLLLLLLLMFFF LLLLLLLL>FFF
letters:index                -         LLLLLLLL222F no
letters:letter               letter    LLLLLLLL222F no
letters:notice               notice    LLLLLLLL222F no
letters:gap                  gap       LLLLLLLL2FFF LLLLLLLL4FFF
expiries:index               -         LLLLLLLL222F no
expiries:ics                 -         LLLLLLLL222F no
expiries:renewals            -         LLLLLLLL222F LLLLLLLL>FFF
expiries:stop                cert      LLLLLLLL2FFF LLLLLLLL4FFF
papers:index                 -         LLLLLLLL222F no
papers:announcement          released  LLLLLLLL222F no
papers:announcement          sealed    LLLLLLLLNNNF no
papers:announcement_pdf      released  LLLLLLLL222F no
papers:ceremony              released  LLLLLLLL222F no
papers:ceremony              sealed    LLLLLLLLNNNF no
papers:plates                released  LLLLLLLL222F no
audit:index                  -         LLLLLLLLFF2F no
audit:index_results          -         LLLLLLLLFF2F no
audit:object                 thing     LLLLLLLLFF2F no
audit:person                 actor     LLLLLLLLFF2F no
retention:index              -         LLLLLLLL222F LLLLLLLL4FFF
retention:log                -         LLLLLLLL222F no
retention:log_results        -         LLLLLLLL222F no
retention:proposal           disposal  LLLLLLLL222F no
retention:approve            disposal  LLLLLLLLMMMF LLLLLLLLF>FF
retention:turn_down          disposal  LLLLLLLLMMMF LLLLLLLL>>FF
privacy:index                -         LLLLLLLL2FFF no
privacy:person               actor     LLLLLLLL2FFF LLLLLLLL4FFF
privacy:copy                 actor     LLLLLLLLMMMF LLLLLLLL>FFF
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
calls:index                  -         222222222222 no
calls:call                   call      222222222222 no
calls:paper                  call      222222222222 no
calls:calendar               call      222222222222 no
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
        "p_near": [stage.photo("near").token], "evidence": [task.files.first().stored.token],
        "r_reading": [code["rival_reading"]], "a_reading": [code["reading"]],
        "near_proof": [code["near"], task.files.first().pk], "near_pair": [code["near"], plan.photos.get().pk],
        "near_meet": [code["near"], plan.meetings.get().pk], "plan_meet": [plan.pk, plan.meetings.get().pk],
        "plan_draft": [plan.pk, plan.drafts.first().pk], "expert": [stage.cast.yamamoto.pk],
        "topic": [SupportTopic.objects.first().pk],
        "plan": [plan.pk], "plan_task": [plan.pk, task.pk], "c_reading": [call["reading"], code["reading"]],
        "late": [call["call"], code["draft"]], "extended": [call["call"], Extension.objects.get().pk],
        "tasting": [call["reading"], ReviewSession.objects.get().pk],
        "c_sealed": [call["sealed"], code["secret"]], "c_public": [call["released"], code["near"]],
        "sized": [stage.photo("reading").token, 960], "invite": [stage.panel_invitation.token],
        "example": [stage.calibration.pk], "r_seat": [call["reading"], stage.seat.pk],
        "paper": [call["reading"], code["rival_reading"], stage.cast.tanaka.pk],
        "view": [office.view().pk], "alike": [code["submitted"], code["rival_submitted"]],
        "like_product": [code["submitted"], product.code], "notice": [office.notice(stage.apps["poor"]).pk],
        "letter": [stage.apps["good"].letters.get().pk], "gap": ["2026-1-F", 9],
        "cert": [stage.certificate().pk], "programme": [stage.rounds["call"].programme_id],
        "p_letter": [stage.rounds["call"].programme_id, "declined"],
        "mail": [OutboxMessage.objects.order_by("pk").first().pk], "listing": [stage.listing.pk],
        "filed": [stage.notice.code], "no_letter": [code["secret"], "2026-1-001"],
        "the_letter": [code["good"], stage.apps["good"].letters.get().number],
        "act": [stage.listing.pk, "check"], "code": [404], "product": [product.slug], "maker": [product.producer.slug],
        "thing": ["certification.application", str(stage.apps["submitted"].pk)], "actor": [stage.cast.sato.pk],
        "disposal": [stage.disposal.pk], "copy": [stage.copy.token], "part": [code["draft"], "nothing"],
        "pattern": [product.code], "number": [stage.certificate().number], "root": [""], "page": [1, 1], "key": ["no"],
        "key2": ["1", "no-key"],
    }  # fmt: skip


def address(name: str, subject: str, stage: Stage) -> str:
    """`version` and its like take a second argument that every case shares."""
    more = [1] if name in ("apply:version", "apply:version_receipt") else []
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
