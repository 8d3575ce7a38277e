"""History of the procedure: the database refuses changes."""

from django.db import migrations

from core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("certification", "0001_initial")]  # noqa: RUF012 -- Django's form
    operations = [  # noqa: RUF012 -- Django's form
        AppendOnly("transition"),
        AppendOnly("applicationversion"),
        AppendOnly("decision"),
        AppendOnly("confirmation"),
        AppendOnly("release"),
        AppendOnly("certificatetransition"),
        AppendOnly("plantransition"),
        AppendOnly("letter", except_columns=("pdf_id",)),
        AppendOnly("sheet", frozen_when="OLD.submitted_at IS NOT NULL"),
    ]
