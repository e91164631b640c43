"""Source reports as they came in: local to this node until somebody makes an act of what they say."""

from typing import ClassVar

from django.db import models


class Source(models.Model):
    """One report's text, kept once by its digest, with who brought it in and when."""

    compact = models.SlugField(max_length=63)
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=8)
    dated = models.CharField(max_length=10, blank=True)
    text = models.TextField()
    bytes = models.BigIntegerField()
    sentences = models.JSONField(default=list)
    """Spans of the sentences: pairs of offsets in code points."""
    brought_by = models.CharField(max_length=130)
    brought_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["compact", "digest"], name="source_once")]
        ordering: ClassVar = ["brought_at", "pk"]

    def __str__(self) -> str:
        """Return the file's name."""
        return self.name
