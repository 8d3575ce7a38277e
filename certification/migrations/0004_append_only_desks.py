"""History of the desks: the database refuses changes."""

from django.db import migrations

from core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("certification", "0003_desks")]  # noqa: RUF012 -- Django's form
    operations = [  # noqa: RUF012 -- Django's form
        AppendOnly("duplicateruling"),
        AppendOnly("numbernote"),
        AppendOnly("officenotice", except_columns=("pdf_id",)),
    ]
