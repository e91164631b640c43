"""Addresses of static files that change with their content, so that a browser may keep them for a year."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

LENGTH = 10
"""Hexadecimal digits of the content's SHA-256 in an address."""


class VersionedStorage(StaticFilesStorage):
    """Static files where they lie, each with `?v=` and a piece of its hash; nothing is collected or copied."""

    def url(self, name: str | None, force: bool = False) -> str:  # noqa: ARG002 -- Django's signature
        """Return the address of a file; one that no finder knows has no version."""
        address = super().url(name)
        version = _version(name or "")
        return f"{address}?v={version}" if version else address


@cache
def _version(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        return ""
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:LENGTH]
