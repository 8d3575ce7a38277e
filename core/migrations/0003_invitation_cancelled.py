from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="cancelled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
