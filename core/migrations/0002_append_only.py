"""The audit log is history."""

from django.db import migrations

from core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]  # noqa: RUF012 -- Django's form
    operations = [AppendOnly("auditevent")]  # noqa: RUF012 -- Django's form
