"""Files that wait with what a second officer must confirm."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table; empty as long as nothing waits."""

    dependencies = [("people", "0003_feeds")]
    operations = [
        migrations.CreateModel(
            name="PendingFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hash", models.CharField(max_length=64)),
                ("salt", models.BinaryField()),
                ("data", models.BinaryField()),
                ("size", models.BigIntegerField()),
                ("media", models.CharField(max_length=127)),
                ("name", models.CharField(max_length=255)),
                (
                    "pending",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="people.pending"
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
    ]
