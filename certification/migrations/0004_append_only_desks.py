"""History of the desks: the database refuses changes."""

from django.db import migrations

from core.append_only import AppendOnly, Erasable, Together

APPLICATION = "d.subject_type = 'certification.application' AND d.subject_id = CAST(OLD.application_id AS varchar)"
OF_PLAN = (
    "d.subject_type = 'certification.application' AND d.subject_id ="
    " (SELECT CAST(p.application_id AS varchar) FROM certification_challengeplan p WHERE p.id = OLD.plan_id)"
)
OF_TASK = (
    "d.subject_type = 'certification.application' AND d.subject_id = (SELECT CAST(p.application_id AS varchar)"
    " FROM certification_challengeplan p JOIN certification_challengetask t ON t.plan_id = p.id WHERE t.id = OLD.task_id)"
)
OF_CALIBRATION = (
    "d.subject_type = 'certification.application' AND d.subject_id ="
    " (SELECT CAST(k.source_id AS varchar) FROM certification_calibration k WHERE k.id = OLD.calibration_id)"
)
OF_SHEET = (
    "d.subject_type = 'certification.application' AND d.subject_id ="
    " (SELECT CAST(s.application_id AS varchar) FROM certification_sheet s WHERE s.id = OLD.sheet_id)"
)
OF_FILING = (
    "d.subject_type = 'certification.application' AND d.subject_id = (SELECT CAST(c.application_id AS varchar)"
    " FROM certification_certificate c JOIN certification_certificatenotice n ON n.certificate_id = c.id"
    " WHERE n.id = OLD.notice_id)"
)
HANDED_IN = "OLD.submitted_at IS NOT NULL"


def copy_evidence(apps, schema_editor):
    """Each task's single file becomes its first evidence."""
    rows = apps.get_model("certification", "ChallengeTask").objects.filter(evidence__isnull=False)
    apps.get_model("certification", "TaskEvidence").objects.bulk_create(
        apps.get_model("certification", "TaskEvidence")(
            task_id=row.pk,
            stored_id=row.evidence_id,
            added_at=row.done_at or row.made_at,
            added_by_id=row.done_by_id or row.made_by_id,
        )
        for row in rows.order_by("pk")
    )


class Migration(migrations.Migration):
    dependencies = [("certification", "0003_desks"), ("core", "0004_privacy")]  # noqa: RUF012 -- Django's form
    operations = [  # noqa: RUF012 -- Django's form
        Together(
            [
                AppendOnly("applicationcopy"),
                AppendOnly("applicationmessage"),
                AppendOnly("calibrationsheet", frozen_when=HANDED_IN),
                AppendOnly("duplicateruling"),
                AppendOnly("hold"),
                AppendOnly("keyedsheet", frozen_when="OLD.ended_at IS NOT NULL"),
                AppendOnly("messagefile"),
                AppendOnly("minutessignature"),
                AppendOnly("minutesversion"),
                AppendOnly("noticetransition"),
                AppendOnly("numbernote"),
                AppendOnly("officenotice", except_columns=("pdf_id",)),
                AppendOnly("stagesheet"),
                AppendOnly("timetablemail"),
                AppendOnly("adviserterm"),
                AppendOnly("selfcheck"),
                AppendOnly("taskevent"),
            ]
        ),
        migrations.RunPython(copy_evidence, migrations.RunPython.noop),
        Together(
            [
                # What a logged destruction opens (services/erasure.py); everything else of these rows stays refused.
                Erasable("adviserterm", ("note",), OF_PLAN),
                Erasable("applicationmessage", ("text",), APPLICATION),
                Erasable("duplicateruling", ("reason",), APPLICATION),
                Erasable("hold", ("reason",), APPLICATION),
                Erasable(
                    "keyedsheet",
                    ("source_note", "first", "second", "settled"),
                    APPLICATION,
                    frozen_when="OLD.ended_at IS NOT NULL",
                ),
                Erasable("noticetransition", ("reason", "filed"), OF_FILING),
                Erasable("officenotice", ("values",), APPLICATION, except_columns=("pdf_id",)),
                Erasable("selfcheck", ("marks",), OF_PLAN),
                Erasable("stagesheet", ("marks",), OF_SHEET),
                Erasable("taskevent", ("note",), OF_TASK),
                Erasable("applicationversion", ("answers", "files", "business"), APPLICATION),
                Erasable(
                    "calibrationsheet", ("marks", "to_applicant", "internal"), OF_CALIBRATION, frozen_when=HANDED_IN
                ),
                Erasable("decision", ("override_reason", "public_reason", "derivation"), APPLICATION),
                Erasable("letter", ("values",), APPLICATION, except_columns=("pdf_id",)),
                Erasable("plantransition", ("reason",), OF_PLAN),
                Erasable("sheet", ("marks", "to_applicant", "internal"), APPLICATION, frozen_when=HANDED_IN),
                Erasable("transition", ("reason",), APPLICATION),
            ]
        ),
    ]
