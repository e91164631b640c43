"""Requests to widen a record: where each side last marked it, and which side is asked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns, and the index on what waits holds what is asked too."""

    dependencies = [("node", "0009_marks")]
    operations = [
        migrations.AddField(model_name="record", name="markings", field=models.CharField(default="", max_length=83)),
        migrations.AddField(model_name="record", name="asked_owner", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="record", name="asked_other", field=models.BooleanField(default=False)),
        migrations.RemoveIndex(model_name="record", name="record_needs"),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(
                    ("needs_owner", True), ("needs_other", True), ("asked_owner", True), ("asked_other", True),
                    _connector="OR",
                ),
                fields=["compact", "urgency", "changed"],
                name="record_needs",
            ),
        ),
    ]  # fmt: skip
