"""Attachments in an S3 store, named by settings: kept, read, withdrawn; a store that refuses loses nothing."""

from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.test import override_settings
from tests.node.world import COMPACT, NOW, join_compact, letter

from hamsaya import env
from hamsaya.core.errors import Broken
from hamsaya.node import blob, ledger, queries
from hamsaya.node.head import read_head
from hamsaya.node.models import SHARED
from hamsaya.people.viewer import Viewer

CONTENT = b"map of the crossing " * 2000


class Bucket(ThreadingHTTPServer):
    """The part of an S3 store that a node uses, on loopback: objects in memory, signatures not looked at."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.objects: dict[str, bytes] = {}


class _Answer(BaseHTTPRequestHandler):
    server: Bucket

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("x-amz-decoded-content-length"):
            size, _, rest = body.partition(b"\r\n")
            body = rest[: int(size.partition(b";")[0], 16)]
        self.server.objects[self.path] = body
        self._say(200)

    def do_GET(self) -> None:
        found = self.server.objects.get(self.path.partition("?")[0])
        self._say(404 if found is None else 200, found or b"")

    do_HEAD = do_GET  # noqa: N815 -- the name that http.server looks for

    def do_DELETE(self) -> None:
        self.server.objects.pop(self.path, None)
        self._say(204)

    def _say(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", "Sun, 22 Nov 2026 08:00:00 GMT")
        self.send_header("ETag", '"0"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Bucket]:
    """A store that the settings name; the secret comes from a file."""
    (tmp_path / "secret").write_text("not looked at")
    with Bucket() as store:
        for name, value in {
            "S3_BUCKET": "border", "S3_ENDPOINT": f"http://127.0.0.1:{store.server_address[1]}", "S3_REGION": "here",
            "S3_ACCESS_KEY": "node", "S3_SECRET_KEY_FILE": str(tmp_path / "secret"),
        }.items():  # fmt: skip
            monkeypatch.setenv(f"HAMSAYA_{name}", value)
        thread = Thread(target=store.serve_forever, args=(0.05,))
        thread.start()
        with override_settings(STORAGES={**settings.STORAGES, "default": env.files(tmp_path)}):
            yield store
        store.shutdown()
        thread.join()


@pytest.fixture
def compact(home: Path, db: None) -> str:
    return join_compact()


def test_a_large_file_lies_encrypted_in_the_bucket_until_it_is_withdrawn(compact: str, bucket: Bucket) -> None:
    draft = replace(letter(), files=(ledger.NewFile(CONTENT, "image/png"),))
    ledger.append(compact, [draft], post="d", now=NOW)
    (name,) = bucket.objects
    assert name.startswith("/border/blobs/")
    assert len(bucket.objects[name]) == len(CONTENT) + 16
    assert b"crossing" not in bucket.objects[name]
    digest = name.rpartition("/")[2]
    head = read_head(COMPACT, "IR", SHARED)
    found = blob.read(head.compact_id, digest)
    assert found is not None
    assert (found.data, found.media) == (CONTENT, "image/png")
    blob.withdraw(head.compact_id, digest, int(NOW.timestamp()))
    assert (bucket.objects, blob.read(head.compact_id, digest)) == ({}, None)


def test_a_bucket_that_lost_a_file_is_our_own_fault(compact: str, bucket: Bucket) -> None:
    ledger.append(compact, [replace(letter(), files=(ledger.NewFile(CONTENT, "image/png"),))], post="d", now=NOW)
    (name,) = bucket.objects
    bucket.objects.clear()
    with pytest.raises(Broken) as broken:
        blob.read(read_head(COMPACT, "IR", SHARED).compact_id, name.rpartition("/")[2])
    assert broken.value.code == "file.lost"


def test_a_store_that_refuses_stops_the_act_and_no_other(compact: str, bucket: Bucket) -> None:
    before = read_head(compact, "IR", SHARED).size
    draft = replace(letter(), files=(ledger.NewFile(CONTENT, "image/png"),))
    refusing = pytest.MonkeyPatch()
    refusing.setattr(_Answer, "do_PUT", lambda self: self._say(403))
    with pytest.raises(OSError, match="S3 store could not be used"):
        ledger.append(compact, [draft], post="d", now=NOW)
    refusing.undo()
    assert read_head(compact, "IR", SHARED).size == before
    ledger.append(compact, [draft], post="d", now=NOW)
    assert queries.record(Viewer.operator(compact), compact, draft.record).row.record == draft.record


def test_without_a_bucket_the_files_lie_in_the_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HAMSAYA_S3_BUCKET", raising=False)
    assert env.files(Path("/h"))["OPTIONS"] == {
        "location": "/h/files", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700,
    }  # fmt: skip
