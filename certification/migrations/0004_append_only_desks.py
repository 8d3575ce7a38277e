"""History of the desks: the database refuses changes."""

from django.db import migrations

from core.append_only import AppendOnly


def copy_evidence(apps, schema_editor):
    """Each task's single file becomes its first evidence."""
    rows = apps.get_model("certification", "ChallengeTask").objects.filter(evidence__isnull=False, done_at__isnull=False)
    apps.get_model("certification", "TaskEvidence").objects.bulk_create(
        apps.get_model("certification", "TaskEvidence")(
            task_id=row.pk, stored_id=row.evidence_id, added_at=row.done_at, added_by_id=row.done_by_id
        )
        for row in rows.order_by("pk")
    )


class Migration(migrations.Migration):
    dependencies = [("certification", "0003_desks")]  # noqa: RUF012 -- Django's form
    operations = [  # noqa: RUF012 -- Django's form
        AppendOnly("applicationcopy"),
        AppendOnly("applicationmessage"),
        AppendOnly("duplicateruling"),
        AppendOnly("messagefile"),
        AppendOnly("noticetransition"),
        AppendOnly("numbernote"),
        AppendOnly("officenotice", except_columns=("pdf_id",)),
        AppendOnly("stagesheet"),
        AppendOnly("timetablemail"),
        AppendOnly("adviserterm"),
        AppendOnly("selfcheck"),
        AppendOnly("taskevent"),
        migrations.RunPython(copy_evidence, migrations.RunPython.noop),
    ]
