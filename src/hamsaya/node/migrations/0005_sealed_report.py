"""Our side's scores for a sitting until they are opened."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("node", "0004_submission")]

    operations = [
        migrations.CreateModel(
            name="SealedReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sitting", models.CharField(max_length=72)),
                ("salt", models.CharField(max_length=64)),
                ("scores", models.JSONField(default=list)),
                (
                    "compact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="node.compact"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("compact", "sitting"), name="report_once")],
            },
        ),
    ]
