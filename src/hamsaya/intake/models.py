"""What is taken in and what is under review: local to the node until a person signs it into the log."""

from typing import Any, ClassVar

from django.db import models

OPEN, ACCEPTED, REJECTED, SPLIT, SIGNED = "open", "accepted", "rejected", "split", "signed"
STATES = ((OPEN, "open"), (ACCEPTED, "accepted"), (REJECTED, "rejected"), (SPLIT, "split"), (SIGNED, "signed"))
DECIDED = (ACCEPTED, REJECTED, SPLIT, SIGNED)
REASONS = ("not_said", "context", "double", "private", "third_party", "wrong_span", "other")


class Source(models.Model):
    """One public report: where it is from, its text (empty where only quotations may be kept), what was done."""

    compact = models.SlugField(max_length=63)
    digest = models.CharField(max_length=64)
    """SHA-256 of the file's bytes; of its own text where it came out of a feed or an e-mail."""
    name = models.CharField(max_length=255)
    title = models.CharField(max_length=300, blank=True)
    media = models.CharField(max_length=100)
    language = models.CharField(max_length=3)
    sort = models.CharField(max_length=24, default="news_report")
    outlet = models.CharField(max_length=120, blank=True)
    link = models.CharField(max_length=500, blank=True)
    published = models.CharField(max_length=10, blank=True)
    dated = models.CharField(max_length=16, default="not_stated")
    """How the date is known: one of `records.report.DATED`."""
    spans_only = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    sentences = models.JSONField(default=list)
    """[start, end, kind, modality, paragraph] of each unit."""
    entities = models.JSONField(default=list)
    """[start, end, type, norm, office, reason] of each name, place and date."""
    notes = models.JSONField(default=list)
    """[code, values] of everything that was done to the file on its way in."""
    bytes = models.BigIntegerField()
    arrived = models.DateTimeField()
    post = models.CharField(max_length=63)
    near = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    """An earlier source with nearly the same words."""
    likeness = models.SmallIntegerField(default=0)
    """How near, in per cent of shared word runs."""
    record = models.CharField(max_length=72, blank=True)
    """The report's record, once something of it was signed."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["compact", "digest"], name="source_once")]
        indexes: ClassVar = [
            models.Index(fields=["compact", "-arrived"], name="source_arrived"),
            models.Index(fields=["compact", "record"], name="source_record"),
        ]

    def __str__(self) -> str:
        """Return the file's name."""
        return self.name


class Band(models.Model):
    """A band of a source's fingerprint: two sources that share one may be the same story."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="bands", db_index=False)
    compact = models.SlugField(max_length=63, db_index=False)
    key = models.BigIntegerField()
    runs = models.BinaryField()
    """The whole fingerprint, kept with the first band alone."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["compact", "key"], name="band_key"),
            models.Index(fields=["source"], name="band_source"),
        ]

    def __str__(self) -> str:
        """Return source and key."""
        return f"{self.source_id}: {self.key}"


class Draft(models.Model):
    """One finding under review: the exact words, what was read from them, and what a person made of it."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="drafts")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="pieces")
    order = models.IntegerField()
    """Where the draft stands among the source's: by place in the text."""
    find = models.CharField(max_length=16)
    """What was found: one of `find.KINDS`."""
    modality = models.CharField(max_length=12)
    start = models.IntegerField()
    end = models.IntegerField()
    quote = models.TextField()
    """Exactly the characters start to end of the source's text."""
    rule = models.CharField(max_length=63)
    band = models.CharField(max_length=8)
    """How certain: high, medium, low."""
    read = models.JSONField(default=dict)
    """What the reader found beside the words: parties, speaker, date, place and the rest."""
    kind = models.CharField(max_length=24)
    """The kind of record it is to become."""
    fields = models.JSONField(default=dict)
    """Values that a person changed; the others are worked out from what was read."""
    link = models.CharField(max_length=90, blank=True)
    """`restates:<record>`, `fold:<record>`, or nothing."""
    state = models.CharField(max_length=8, choices=STATES, default=OPEN)
    reason = models.CharField(max_length=16, blank=True)
    remark = models.CharField(max_length=300, blank=True)
    record = models.CharField(max_length=72, blank=True)
    """The record it became or is set beside."""
    post = models.CharField(max_length=63, blank=True)
    decided = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["order", "id"]
        indexes: ClassVar = [models.Index(fields=["source", "state"], name="draft_state")]

    def __str__(self) -> str:
        """Return the words."""
        return self.quote[:60]


class Step(models.Model):
    """One thing done to drafts of a source, with what they were before: what undo takes back, newest first."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="steps")
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="+")
    before = models.JSONField()
    made = models.JSONField(default=list)
    """Ids of drafts that the step made."""
    post = models.CharField(max_length=63)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return which draft."""
        return f"{self.draft_id} at {self.at:%H:%M:%S}"


def values_of(draft: Draft) -> dict[str, Any]:
    """Return what a step keeps of a draft."""
    names = (
        "start",
        "end",
        "quote",
        "kind",
        "modality",
        "fields",
        "link",
        "state",
        "reason",
        "remark",
        "record",
        "post",
    )
    return {name: getattr(draft, name) for name in names}
