"""Who works at this node: officers, the posts they hold, how they were enrolled, and what awaits a second person."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

LANGUAGE_CHOICES = [("en", "English"), ("fa", "فارسی"), ("ur", "اردو")]
DIGIT_CHOICES = [("", "by language"), ("latn", "0123456789"), ("arabext", "۰۱۲۳۴۵۶۷۸۹")]
CALENDAR_CHOICES = [("", "by language"), ("gregorian", "Gregorian"), ("persian", "Solar Hijri")]


class OfficerQuery(BaseUserManager["Officer"]):
    """Makes officers; without a password an officer can do nothing until enrolled."""

    def create_user(self, username: str, password: str | None = None, **values: Any) -> "Officer":
        """Store and return a new officer."""
        officer = self.model(username=self.model.normalize_username(username), **values)
        officer.set_password(password)
        officer.save(using=self._db)
        return officer


class Officer(AbstractBaseUser):
    """A person who signs in here. Officers are never sent to the neighbour: records name posts."""

    username = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, default="en")
    digits = models.CharField(max_length=8, choices=DIGIT_CHOICES, default="", blank=True)
    calendar = models.CharField(max_length=12, choices=CALENDAR_CHOICES, default="", blank=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    objects: ClassVar[OfficerQuery] = OfficerQuery()

    def __str__(self) -> str:
        """Return the name used to sign in."""
        return self.username


class Post(models.Model):
    """A post at an office of our own side: what acts are signed with and what marks are read by."""

    compact = models.SlugField(max_length=63)
    code = models.CharField(max_length=63)
    office = models.CharField(max_length=120, blank=True)
    title = models.JSONField(default=dict)
    roles = models.JSONField(default=list)
    areas = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["compact", "code"], name="post_code")]

    def __str__(self) -> str:
        """Return the compact and the code."""
        return f"{self.compact}:{self.code}"


class AssignmentQuery(models.QuerySet["Assignment"]):
    """Finds who holds what, and when."""

    def current(self, now: datetime) -> Self:
        """Keep the assignments that hold at that instant."""
        return self.filter(Q(ends=None) | Q(ends__gt=now), starts__lte=now).select_related("post")


class Assignment(models.Model):
    """An officer holds a post from one instant until another, or until it is ended."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="assignments")
    post = models.ForeignKey(Post, models.PROTECT, related_name="assignments")
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuery.as_manager()

    class Meta:
        ordering: ClassVar = ["post__compact", "post__code", "starts"]

    def __str__(self) -> str:
        """Return who holds what."""
        return f"{self.officer} as {self.post}"


class Enrolment(models.Model):
    """A one-time code with which an officer sets a password and a second factor; only its digest is kept."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="enrolments")
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Return whom it is for and until when."""
        return f"{self.officer} until {self.expires:%Y-%m-%d %H:%M}"


class Pending(models.Model):
    """Something one officer asked for that only another may let happen."""

    ASKED, DONE, DECLINED = "asked", "done", "declined"
    STATES = ((ASKED, "asked"), (DONE, "done"), (DECLINED, "declined"))

    compact = models.SlugField(max_length=63)
    action = models.CharField(max_length=40)
    payload = models.JSONField()
    digest = models.CharField(max_length=64)
    reason = models.TextField()
    state = models.CharField(max_length=8, choices=STATES, default=ASKED)
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="asked")
    asked_post = models.CharField(max_length=63)
    asked_at = models.DateTimeField()
    expires = models.DateTimeField()
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="decided")
    decided_post = models.CharField(max_length=63, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="another_person_decides", condition=~Q(state="done", decided_by=models.F("asked_by"))
            ),
            models.CheckConstraint(
                name="decided_by_somebody", condition=Q(state="asked") | Q(decided_by__isnull=False)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["compact", "state"], name="pending_open")]

    def __str__(self) -> str:
        """Return what was asked and where it stands."""
        return f"{self.action} {self.pk} ({self.state})"


class PendingFile(models.Model):
    """A file that goes with what was asked for, as it will be signed; gone once that is decided or its time is over."""

    pending = models.ForeignKey(Pending, models.CASCADE, related_name="files")
    hash = models.CharField(max_length=64)
    """The salted hash that the payload names and the entry will."""
    salt = models.BinaryField()
    data = models.BinaryField()
    size = models.BigIntegerField()
    media = models.CharField(max_length=127)
    name = models.CharField(max_length=255)
    """What it was called where it came from: for the second officer to read; never sent."""

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """Return the hash."""
        return self.hash


class Shift(models.Model):
    """An officer is on duty at a desk of ours from one instant until another. The roster never leaves the node."""

    compact = models.SlugField(max_length=63)
    desk = models.CharField(max_length=63)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="shifts")
    post = models.ForeignKey(Post, models.PROTECT, related_name="shifts")
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["starts", "officer__username"]
        constraints: ClassVar = [
            models.CheckConstraint(name="shift_ends_later", condition=Q(ends__gt=models.F("starts"))),
            models.UniqueConstraint(fields=["compact", "desk", "officer", "starts"], name="shift_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["compact", "desk", "ends"], name="shift_of_desk")]

    def __str__(self) -> str:
        """Return who is where, and when."""
        return f"{self.officer} at {self.desk} from {self.starts:%Y-%m-%d %H:%M}"


class HandOver(models.Model):
    """A shift handed over at a desk: what both officers saw, signed by the one who goes and by the one who comes.

    Where nobody came, the one who went signed alone and said why; whoever comes signs later.
    """

    compact = models.SlugField(max_length=63)
    desk = models.CharField(max_length=63)
    summary = models.JSONField()
    """What stood on the screen: records open, not seen, due, and the link tests of the shift."""
    digest = models.CharField(max_length=64)
    """SHA-256 over summary and notes: what the audit trail names at each signature."""
    notes = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    """Why nobody took over at once; empty where somebody did."""
    given_by = models.ForeignKey(Officer, models.PROTECT, related_name="given")
    given_post = models.CharField(max_length=63)
    given_at = models.DateTimeField()
    taken_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="taken")
    taken_post = models.CharField(max_length=63, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-given_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="another_officer_takes", condition=Q(taken_by__isnull=True) | ~Q(taken_by=models.F("given_by"))
            ),
            models.CheckConstraint(name="taken_or_reasoned", condition=Q(taken_by__isnull=False) | ~Q(reason="")),
        ]
        indexes: ClassVar = [models.Index(fields=["compact", "desk", "-given_at"], name="hand_over_of_desk")]

    def __str__(self) -> str:
        """Return when it was handed over, and whether it was taken."""
        return f"{self.desk} {self.given_at:%Y-%m-%d %H:%M} ({'taken' if self.taken_at else 'not taken'})"


class FeedKey(models.Model):
    """A secret address under which a holder of a post reads its feeds; only its digest is kept.

    It opens what the post may read and that is not marked for the desks alone, while the assignment lasts.
    """

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="feed_keys")
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    revoked = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Return whose it is and since when."""
        return f"{self.assignment} since {self.made:%Y-%m-%d}"


class PostMail(models.Model):
    """Where a post's digest goes by e-mail, in which language, how often, and up to when it has been told."""

    post = models.OneToOneField(Post, models.CASCADE, related_name="mail")
    address = models.EmailField()
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, default="en")
    days = models.PositiveSmallIntegerField(default=7)
    told = models.DateTimeField()

    def __str__(self) -> str:
        """Return the post and the address."""
        return f"{self.post}: {self.address}"
