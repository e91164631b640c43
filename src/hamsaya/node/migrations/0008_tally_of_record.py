"""What figures need of a letter without content is kept by its record, so that all figures count it the same way.

What an earlier run kept named no record and is dropped: those letters still count, how long they waited does not.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table anew."""

    dependencies = [("node", "0007_tally")]
    operations = [
        migrations.DeleteModel(name="Tally"),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("record", models.CharField(max_length=72)),
                ("urgency", models.SmallIntegerField()),
                ("acknowledged", models.CharField(blank=True, max_length=20)),
                ("answered", models.CharField(blank=True, max_length=20)),
                ("compact", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="node.compact")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=["compact", "record"], name="tally_once")]},
        ),
    ]
