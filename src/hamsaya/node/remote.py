"""Files in an S3 store: what the store or the network refuses is an error of the disk, as with a folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from storages.backends.s3 import S3Storage


@contextmanager
def _as_disk(name: str) -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise OSError(f"the S3 store could not be used: {error}: {name}") from error


class RemoteStorage(S3Storage):  # type: ignore[misc]  # the library has no types
    """Django's storage over S3, in which every failure is an OSError and a file that opens is there whole."""

    def _save(self, name: str, content: Any) -> str:
        with _as_disk(name):
            return str(super()._save(name, content))

    def _open(self, name: str, mode: str = "rb") -> "ContentFile[bytes]":
        with _as_disk(name), super()._open(name, mode) as file:
            return ContentFile(file.read(), name)

    def delete(self, name: str) -> None:
        """Delete a file; one that is not there is no error."""
        with _as_disk(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Tell whether a file is there."""
        with _as_disk(name):
            return bool(super().exists(name))
