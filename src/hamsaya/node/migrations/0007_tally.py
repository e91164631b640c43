"""What monthly figures need of records whose content was destroyed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table."""

    dependencies = [("node", "0006_erasure")]
    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("month", models.CharField(max_length=7)),
                ("name", models.CharField(max_length=48)),
                ("owner", models.CharField(max_length=8)),
                ("traffic", models.CharField(max_length=8)),
                ("minutes", models.FloatField(null=True)),
                ("answered", models.BooleanField()),
                ("compact", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="node.compact")),
            ],
            options={"indexes": [models.Index(fields=["compact", "month"], name="tally_month")]},
        ),
    ]
