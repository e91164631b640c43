"""Each side's own mark of a record, where the two differ."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column; empty where both sides' marks are the record's audience, as all were until now."""

    dependencies = [("node", "0008_tally_of_record")]
    operations = [
        migrations.AddField(model_name="record", name="marks", field=models.CharField(default="", max_length=11)),
    ]
