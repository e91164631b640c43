"""Which forms were signed, by their keys: the same form sent twice counts once."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("node", "0003_search")]

    operations = [
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("record", models.CharField(max_length=72)),
                ("at", models.BigIntegerField()),
                (
                    "compact",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="node.compact",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("compact", "key"), name="submission_once")],
            },
        ),
    ]
