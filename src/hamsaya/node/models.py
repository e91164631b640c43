"""The node's tables; the compact leads every key. Logs are facts, records are folded from them and can be rebuilt.

Entries, checkpoints and receipts only grow; triggers in both databases refuse UPDATE and DELETE on entries. The ledger
writes them with plain SQL, many rows at a time, and keeps their references itself: a foreign key's check on each row
would cost more than the row. The classes here define the tables and serve for reading.
"""

from functools import cached_property
from typing import Any, ClassVar

import msgspec
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class RowId(models.BigIntegerField):  # type: ignore[type-arg]  # Django gives it no arguments at run time
    """A number that the writer gives: on SQLite the row's own place, without a table of sequences to keep."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Return `integer` on SQLite, where only that names the row's place."""
        return "integer" if connection.vendor == "sqlite" else "bigint"


_WAITING = "needs_owner", "needs_other", "asked_owner", "asked_other"
WAITS = models.Q(*((each, True) for each in _WAITING), _connector="OR")
"""What an index holds of the records: those on which a side owes something, or is asked to widen."""

SHARED, AUDIT = "shared", "audit"
SORTS = ((SHARED, "shared"), (AUDIT, "audit"))


class Compact(models.Model):
    """One neighbour, one agreement: what everything else belongs to."""

    id = models.SmallAutoField(primary_key=True)
    name = models.SlugField(max_length=63, unique=True)
    source = models.TextField()
    party = models.CharField(max_length=8)
    neighbour = models.CharField(max_length=8)

    def __str__(self) -> str:
        """Return the compact's id in its file."""
        return self.name


class Log(models.Model):
    """One party's log: the head of its tree, and how far its entries are folded into records."""

    compact = models.ForeignKey(Compact, models.PROTECT, related_name="logs")
    party = models.CharField(max_length=8)
    sort = models.CharField(max_length=6, choices=SORTS)
    origin = models.CharField(max_length=200, unique=True)
    size = models.BigIntegerField(default=0)
    root = models.BinaryField()
    frontier = models.BinaryField()
    note = models.BinaryField(default=b"")
    frozen = models.TextField(null=True)  # noqa: DJ001 -- None is "not frozen", which no text is
    reconcile = models.BooleanField(default=False)
    projected = models.BigIntegerField(default=0)
    changes = models.BigIntegerField(default=0)
    root_key = models.CharField(max_length=300, default="")
    """The party's root key, as it was exchanged at the ceremony."""
    key_entries = models.TextField(default="")
    """Indexes of the log's `key/1` entries, between commas."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["compact", "party", "sort"], name="log_of_party"),
            models.CheckConstraint(name="log_projected", condition=models.Q(projected__lte=models.F("size"))),
        ]

    def __str__(self) -> str:
        """Return the origin and the size."""
        return f"{self.origin} ({self.size})"


class Entry(models.Model):
    """One act, byte for byte as it was signed. Everything but its place is read out of the bytes."""

    pk = models.CompositePrimaryKey("compact_id", "log_id", "index")
    compact = models.ForeignKey(Compact, models.PROTECT, db_index=False, related_name="+", db_constraint=False)
    log = models.ForeignKey(Log, models.PROTECT, db_index=False, related_name="+", db_constraint=False)
    index = models.BigIntegerField()
    leaf = models.BinaryField()
    data = models.BinaryField()
    stored = models.BigIntegerField()
    """When this node stored it, in seconds since 1970."""

    def __str__(self) -> str:
        """Return the place in its log."""
        return f"{self.log_id}:{self.index}"

    @cached_property
    def value(self) -> dict[str, Any]:
        """Return the entry's fields as they stand on the wire."""
        return dict(msgspec.json.decode(bytes(self.data)))


class Tile(models.Model):
    """A tile of the tree: full ones for good, the last of each level above 0 as it grows.

    The last tile of level 0 is not stored: its hashes are the leaves of the last entries.
    """

    pk = models.CompositePrimaryKey("compact_id", "log_id", "level", "index")
    compact = models.ForeignKey(Compact, models.PROTECT, db_index=False, related_name="+", db_constraint=False)
    log = models.ForeignKey(Log, models.PROTECT, db_index=False, related_name="+", db_constraint=False)
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    data = models.BinaryField()

    def __str__(self) -> str:
        """Return the tile's place."""
        return f"{self.log_id}:{self.level}/{self.index}"


class Checkpoint(models.Model):
    """Every signed checkpoint ever seen, by any road: two of one size and different roots are the proof of a fork."""

    pk = models.CompositePrimaryKey("compact_id", "log_id", "size", "root")
    compact = models.ForeignKey(Compact, models.PROTECT, db_index=False, related_name="+", db_constraint=False)
    log = models.ForeignKey(Log, models.PROTECT, db_index=False, related_name="+", db_constraint=False)
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.BinaryField()
    seen_via = models.CharField(max_length=16)
    at = models.BigIntegerField()

    def __str__(self) -> str:
        """Return the size and where it was seen."""
        return f"{self.log_id}:{self.size} via {self.seen_via}"


class Receipt(models.Model):
    """A cosignature: `by` states that it had verified and stored the log up to `size` at `at` (its own clock)."""

    compact = models.ForeignKey(Compact, models.PROTECT, db_index=False, related_name="+", db_constraint=False)
    log = models.ForeignKey(Log, models.PROTECT, db_index=False, related_name="+", db_constraint=False)
    by = models.CharField(max_length=8)
    size = models.BigIntegerField()
    line = models.BinaryField()
    at = models.BigIntegerField()
    stored = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["compact", "log", "by", "size", "at"], name="receipt_once")
        ]

    def __str__(self) -> str:
        """Return who stored how much."""
        return f"{self.by} has {self.log_id} to {self.size}"


class Record(models.Model):
    """What the acts about one record add up to, with the columns that lists and boards sort by. Can be rebuilt."""

    id = RowId(primary_key=True)
    compact = models.ForeignKey(Compact, models.PROTECT, db_index=False, related_name="+", db_constraint=False)
    record = models.CharField(max_length=72)
    owner = models.CharField(max_length=8)
    kind = models.CharField(max_length=53)
    name = models.CharField(max_length=48)
    title_en = models.TextField()
    title_fa = models.TextField()
    title_ur = models.TextField()
    status = models.CharField(max_length=48)
    due = models.CharField(max_length=20)
    happened = models.CharField(max_length=20)
    place = models.CharField(max_length=63)
    area = models.CharField(max_length=63)
    urgency = models.SmallIntegerField()
    audience = models.CharField(max_length=5)
    marks = models.CharField(max_length=11, default="")
    """Both sides' marks where they differ, the owner's first: what holds is the stricter (`audience`)."""
    markings = models.CharField(max_length=83, default="")
    """Where each side last marked it by the act `mark`: see `widen`."""
    use = models.CharField(max_length=2)
    needs_owner = models.BooleanField()
    needs_other = models.BooleanField()
    asked_owner = models.BooleanField(default=False)
    asked_other = models.BooleanField(default=False)
    """The other side asks that one to widen the record."""
    opened = models.CharField(max_length=20)
    changed = models.CharField(max_length=20)
    acts = models.IntegerField()
    others = models.IntegerField()
    """How many of the acts are the other party's: those that a new act of the owner folds again."""
    idle_owner = models.IntegerField()
    idle_other = models.IntegerField()
    """How many of each side's acts changed nothing."""
    owner_state = models.BinaryField()
    state = models.BinaryField(null=True)
    """None where the other party's acts changed nothing: the state is the owner's."""
    digest = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["compact", "record"], name="record_once")]
        indexes: ClassVar = [
            models.Index(fields=["compact", "name", "-changed"], name="record_of_kind"),
            models.Index(fields=["compact", "-changed"], name="record_changed"),
            models.Index(fields=["compact", "urgency", "changed"], name="record_needs", condition=WAITS),
            models.Index(fields=["compact", "due"], name="record_due", condition=~models.Q(due="")),
        ]

    def __str__(self) -> str:
        """Return the record's id."""
        return self.record

    @property
    def title(self) -> dict[str, str]:
        """Return the titles by language, empty ones left out."""
        found = {"en": self.title_en, "fa": self.title_fa, "ur": self.title_ur}
        return {lang: text for lang, text in found.items() if text}

    @property
    def idle(self) -> int:
        """Return how many acts changed nothing."""
        return self.idle_owner + self.idle_other


class RecordAct(models.Model):
    """Which entries are about a record: the way from a record to its history."""

    pk = models.CompositePrimaryKey("compact_id", "record_id", "log_id", "index")
    compact = models.ForeignKey(Compact, models.PROTECT, db_index=False, related_name="+", db_constraint=False)
    record = models.ForeignKey(Record, models.CASCADE, db_index=False, related_name="+", db_constraint=False)
    log = models.ForeignKey(Log, models.PROTECT, db_index=False, related_name="+", db_constraint=False)
    index = models.BigIntegerField()

    def __str__(self) -> str:
        """Return record and entry."""
        return f"{self.record_id}: {self.log_id}:{self.index}"


class RecordRef(models.Model):
    """A record points to another record, or to a file by its salted hash."""

    pk = models.CompositePrimaryKey("compact_id", "record_id", "ref")
    compact = models.ForeignKey(Compact, models.PROTECT, db_index=False, related_name="+", db_constraint=False)
    record = models.ForeignKey(Record, models.CASCADE, db_index=False, related_name="+", db_constraint=False)
    ref = models.CharField(max_length=72)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["compact", "ref"], name="ref_back")]

    def __str__(self) -> str:
        """Return both ends."""
        return f"{self.record_id} -> {self.ref}"


class Blob(models.Model):
    """A file or an erasable text outside the tree. Small ones lie in `data`, large ones encrypted in the storage."""

    pk = models.CompositePrimaryKey("compact_id", "hash")
    compact = models.ForeignKey(Compact, models.PROTECT, db_index=False, related_name="+", db_constraint=False)
    hash = models.CharField(max_length=64)
    media = models.CharField(max_length=127)
    size = models.BigIntegerField()
    salt = models.BinaryField(null=True)
    data = models.BinaryField(null=True)
    key = models.BinaryField(null=True)
    """The content's own key; without it the stored bytes mean nothing."""
    stored_as = models.CharField(max_length=100)
    withdrawn = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        """Return the hash."""
        return self.hash


class Reactor(models.Model):
    """How far a named reactor has read a log; a rebuild does not move it."""

    pk = models.CompositePrimaryKey("compact_id", "log_id", "name")
    compact = models.ForeignKey(Compact, models.PROTECT, db_index=False, related_name="+", db_constraint=False)
    log = models.ForeignKey(Log, models.PROTECT, db_index=False, related_name="+", db_constraint=False)
    name = models.CharField(max_length=48)
    next = models.BigIntegerField()

    def __str__(self) -> str:
        """Return the reactor and its place."""
        return f"{self.name} at {self.log_id}:{self.next}"


class SealedReport(models.Model):
    """Our side's scores for one sitting until they are opened: of them only a digest has left this node."""

    compact = models.ForeignKey(Compact, models.PROTECT, related_name="+")
    sitting = models.CharField(max_length=72)
    salt = models.CharField(max_length=64)
    scores = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["compact", "sitting"], name="report_once")]

    def __str__(self) -> str:
        """Return whose sitting it is for."""
        return self.sitting


class Evidence(models.Model):
    """Bytes from the neighbour that failed to verify, and proofs of a fork: kept, shown, never applied."""

    compact = models.ForeignKey(Compact, models.PROTECT, related_name="+")
    code = models.CharField(max_length=64)
    data = models.BinaryField()
    via = models.CharField(max_length=16)
    at = models.BigIntegerField()

    def __str__(self) -> str:
        """Return what was wrong."""
        return f"{self.code} via {self.via}"


class Submission(models.Model):
    """A form that was signed or put before a second officer, by the key it was drawn with: it counts once."""

    compact = models.ForeignKey(Compact, models.PROTECT, db_index=False, related_name="+")
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    """Of what was asked for: the same key with anything else is another letter. Empty once the content is destroyed."""
    record = models.CharField(max_length=72)
    at = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["compact", "key"], name="submission_once")]

    def __str__(self) -> str:
        """Return the record it is about."""
        return self.record


class Retention(models.Model):
    """One run of retention: when, how much of what was destroyed, and the entry of the audit trail that says so."""

    id = models.BigAutoField(primary_key=True)
    compact = models.ForeignKey(Compact, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    counts = models.JSONField(default=dict)
    """How many records, or lines of the access log, by the rule that was followed."""
    audit = models.BigIntegerField()
    """Index in our private audit trail, whose entry holds the digest of what was destroyed."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["compact", "-at"], name="retention_last")]

    def __str__(self) -> str:
        """Return when."""
        return f"{self.at:%Y-%m-%d %H:%M}"


class CorrectionRequest(models.Model):
    """A correction that anyone asked for without an account; who asked is not kept, only the code they hold."""

    OUTCOMES = CHANGED, KEPT, NOT_OURS = "changed", "kept", "not_ours"

    id = models.BigAutoField(primary_key=True)
    compact = models.ForeignKey(Compact, models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    about = models.CharField(max_length=200, blank=True)
    words = models.TextField()
    lang = models.CharField(max_length=2)
    received = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, blank=True)
    answer = models.JSONField(default=dict)
    """By language."""
    post = models.CharField(max_length=63, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["compact", "answered", "received"], name="correction_open")]

    def __str__(self) -> str:
        """Return what it is about and when it came."""
        return f"{self.about} {self.received:%Y-%m-%d}"


class Tally(models.Model):
    """What figures need of a letter whose content was destroyed; its id, kind, sender and time stand in its row."""

    id = models.BigAutoField(primary_key=True)
    compact = models.ForeignKey(Compact, models.PROTECT, db_index=False, related_name="+")
    record = models.CharField(max_length=72)
    urgency = models.SmallIntegerField()
    acknowledged = models.CharField(max_length=20, blank=True)
    """When the other side acknowledged it, as its act states; "" where it did not."""
    answered = models.CharField(max_length=20, blank=True)
    """When the other side first answered it."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["compact", "record"], name="tally_once")]

    def __str__(self) -> str:
        """Return the record."""
        return self.record
