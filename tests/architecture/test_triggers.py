"""History is append-only in the database itself: exactly the triggers of a hand-written list are there.

An AlterField on SQLite rebuilds a table and drops its triggers without a word; this test is what notices.
"""

import pytest
from django.db import connection

from core.append_only import erasure_name, names

APPEND_ONLY = {
    "core_auditevent",
    "certification_adviserterm",
    "certification_selfcheck",
    "certification_taskevent",
    "certification_applicationcopy",
    "certification_applicationmessage",
    "certification_applicationversion",
    "certification_calibrationsheet",  # once handed in
    "certification_certificatetransition",
    "certification_confirmation",
    "certification_decision",
    "certification_duplicateruling",
    "certification_hold",
    "certification_messagefile",
    "certification_minutessignature",
    "certification_minutesversion",
    "certification_noticetransition",
    "certification_keyedsheet",  # once ended
    "certification_letter",  # its PDF may follow
    "certification_numbernote",
    "certification_officenotice",  # its PDF may follow
    "certification_plantransition",
    "certification_release",
    "certification_sheet",  # once submitted
    "certification_transition",
    "certification_stagesheet",
    "certification_timetablemail",
    "core_destruction",
}
ERASABLE = {  # their personal contents go when a destruction of their subject is logged
    "core_auditevent",
    "certification_adviserterm",
    "certification_applicationmessage",
    "certification_applicationversion",
    "certification_calibrationsheet",
    "certification_decision",
    "certification_duplicateruling",
    "certification_hold",
    "certification_keyedsheet",
    "certification_letter",
    "certification_noticetransition",
    "certification_officenotice",
    "certification_selfcheck",
    "certification_stagesheet",
    "certification_taskevent",
    "certification_plantransition",
    "certification_sheet",
    "certification_transition",
}


@pytest.mark.django_db
def test_history_is_guarded_by_the_database():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'append_only_%%'", [])
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'append_only_%%'", [])
        found = {row[0] for row in cursor.fetchall()}
    guarded = {trigger for table in APPEND_ONLY for trigger in names(table)}
    assert found == guarded | {erasure_name(table) for table in ERASABLE}
