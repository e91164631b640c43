"""Files beside a letter: cleaned and told in the sender's language, handed out on its page, the form kept."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.node.test_clean import SECRET, chunk, segment
from tests.web.conftest import SignIn, said
from tests.web.test_exercise import TYPED, everything

from hamsaya.core.text import LANGUAGES, word
from hamsaya.node import blob, erase, held, queries
from hamsaya.node.clean import PNG
from hamsaya.node.models import Blob, Compact
from hamsaya.people.models import Pending, PendingFile
from hamsaya.people.viewer import Viewer

pytestmark = pytest.mark.django_db
BARE = b"\xff\xd8" + segment(0xE0, b"JFIF\0") + segment(0xDA, b"s" * 6) + b"pixels\xff\xd9"
LOCATED = BARE[:2] + segment(0xE1, b"Exif\0\0" + SECRET) + segment(0xFE, SECRET) + BARE[2:]
PICTURE = PNG + chunk(b"IHDR", b"h" * 13) + chunk(b"IDAT", b"pixels") + chunk(b"IEND", b"")
JSON = {"Accept": "application/json"}
NEW = "/irpk/new/incident/report/"


def upload(name: str = "IMG_2041.jpg", data: bytes = LOCATED) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/gif")  # what a browser says of a form counts for nothing


def send(client: Client, *files: SimpleUploadedFile, address: str = NEW, **more: Any) -> Any:
    return client.post(address, {**TYPED, "attach": list(files), **more})


def stored(compact: str) -> list[tuple[str, bytes]]:
    (record,) = everything(compact)
    (act,) = queries.history(Viewer.operator(compact), compact, record)
    found = [blob.read(Compact.objects.get(name=compact).pk, each["hash"]) for each in act.files]
    return [(each.media, each.data) for each in found if each is not None]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_picture_loses_its_place_and_its_sender_is_told(compact: str, sign_in: SignIn, lang: str) -> None:
    client = sign_in(lang)
    answer = send(client, upload(), upload("plan.png", PICTURE), **{"f.text": "a remark"})
    page = unescape(client.get(answer["Location"]).content.decode())
    assert stored(compact) == [("image/jpeg", BARE), ("image/png", PICTURE)]
    parts = f"{word('phrase.list_comma', lang)} ".join(word(f"file.{each}", lang) for each in ("comment", "exif"))
    assert word("file.removed", lang, name="IMG_2041.jpg", parts=parts) in page
    assert word("file.nothing", lang, name="plan.png") in page
    assert word("file.jpg", lang) in page
    (first, second) = dict.fromkeys(re.findall(r'href="(/irpk/r/[^"]+/file/[0-9a-f]{64}/)"', page))
    given = client.get(first)
    assert (given.content, given["Content-Type"], given["X-Content-Type-Options"]) == (BARE, "image/jpeg", "nosniff")
    assert given["Content-Disposition"].startswith("attachment;")
    assert client.get(second).content == PICTURE


def test_a_file_is_handed_out_with_its_record_alone(compact: str, sign_in: SignIn) -> None:
    page = sign_in("en").get(send(sign_in("fa"), upload())["Location"]).content.decode()
    found = re.search(r"/irpk/r/[^\"]+/file/[0-9a-f]{64}/", page)
    assert found is not None
    assert sign_in("en", "market").get(found[0]).status_code == 404
    other = re.sub(r"[0-9a-f]{64}", "ab" * 32, found[0])
    assert sign_in("ur").get(other).status_code == 404


REFUSED = [
    ([upload("place.heic", b"\0\0\0\x18ftypheic")], "form", {"name": "place.heic"}),
    ([upload("notes.txt", b"plain")], "form", {"name": "notes.txt"}),
    ([upload("half.jpg", b"\xff\xd8\xff\xe1\0")], "broken", {}),
    ([upload("not.docx", b"PK\x03\x04 nothing")], "broken", {}),
    ([upload(f"{at}.jpg") for at in range(6)], "too-many", {"most": 5, "count": 6}),
]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("files", "code", "params"), REFUSED, ids=lambda each: each if isinstance(each, str) else "")
def test_what_may_not_go_is_refused_and_the_form_stays(
    compact: str, sign_in: SignIn, lang: str, files: list[SimpleUploadedFile], code: str, params: dict[str, Any]
) -> None:
    for each in files:
        each.seek(0)
    answer = send(sign_in(lang), *files, **{"f.text": "a remark"})
    page = unescape(answer.content.decode())
    assert answer.status_code == 400
    assert everything(compact) == set()
    assert said(lang, f"file.{code}", **params) in page
    assert "a remark" in page
    assert word("file.choose_again", lang, names=", ".join(each.name or "" for each in files)) in page


def test_a_file_that_is_too_large_is_refused(compact: str, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blob, "LARGEST", len(LOCATED) - 1)
    answer = send(sign_in("en"), upload())
    assert answer.status_code == 400
    said = word("refused.file.too-large", "en", limit=len(LOCATED) - 1, size=len(LOCATED))
    assert said in unescape(answer.content.decode())
    assert everything(compact) == set()


def test_another_fault_keeps_the_form_and_asks_for_the_files_again(compact: str, sign_in: SignIn) -> None:
    answer = send(sign_in("ur"), upload(), **{"f.place.km": "far"})
    assert answer.status_code == 400
    assert word("file.choose_again", "ur", names="IMG_2041.jpg") in unescape(answer.content.decode())


def test_a_form_that_takes_no_files_says_so(compact: str, sign_in: SignIn) -> None:
    client = sign_in("en")
    record = send(client)["Location"]
    closed = send(client, upload(), address=f"{record}conclude/", **{"f.found_cause": "mistake"})
    assert word("refused.file.not-taken", "en") in unescape(closed.content.decode())


WIDE = {"audience": "OPEN", "release_reason": "the public must know"}
STOPPED = {"f.text": "The holder of 35202-1234567-1 crossed.", "reason": "a public document number"}


def asked(client: Client, **typed: str) -> Pending:
    """Send a letter with two files that takes a second officer; return what waits."""
    answer = send(client, upload(), upload("plan.png", PICTURE), **typed)
    assert answer.status_code == 302, answer.content.decode()
    return Pending.objects.get()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("typed", [WIDE, STOPPED], ids=["public", "stopped"])
def test_what_a_second_officer_confirms_is_signed_with_the_files_that_officer_saw(
    compact: str, sign_in: SignIn, typed: dict[str, str], lang: str
) -> None:
    first, second = sign_in(lang, "duty"), sign_in(lang, "head")
    pending = asked(first, **typed)
    told = unescape(first.get("/irpk/now/").content.decode())
    assert word("file.nothing", lang, name="plan.png") in told, "who asked is told what was taken off"
    page = unescape(second.get(f"/irpk/second/{pending.pk}/").content.decode())
    assert word("file.confirmed_too", lang) in page
    assert all(name in page for name in ("IMG_2041.jpg", "plan.png"))
    links = re.findall(rf'href="(/irpk/second/{pending.pk}/file/[0-9a-f]{{64}}/)"', page)
    assert [second.get(each).content for each in links] == [BARE, PICTURE]
    assert second.get(links[0])["Content-Disposition"].startswith("attachment;")
    assert sign_in(lang, "market").get(links[0]).status_code == 404
    confirm = {"confirm": "1", "digest": pending.digest}
    assert second.post(f"/irpk/second/{pending.pk}/", confirm).status_code == 302
    assert stored(compact) == [("image/jpeg", BARE), ("image/png", PICTURE)]
    (record,) = everything(compact)
    (act,) = queries.history(Viewer.operator(compact), compact, record)
    assert [each["hash"] for each in act.files[:2]] == pending.payload["files"], "the very hashes that were confirmed"
    assert (PendingFile.objects.count(), second.get(links[0]).status_code) == (0, 404)


@pytest.mark.parametrize("who", ["duty", "head"])
def test_nothing_is_kept_of_what_is_declined_or_taken_back(compact: str, sign_in: SignIn, who: str) -> None:
    first, second = sign_in("en", "duty"), sign_in("en", "head")
    pending = asked(first, **WIDE)
    assert PendingFile.objects.count() == 2
    decides = first if who == "duty" else second
    assert decides.post(f"/irpk/second/{pending.pk}/", {"decline": "1"}).status_code == 302
    assert (PendingFile.objects.count(), Blob.objects.count(), everything(compact)) == (0, 0, set())


def test_nothing_is_kept_of_what_nobody_confirmed_in_time(compact: str, sign_in: SignIn) -> None:
    first, second = sign_in("en", "duty"), sign_in("en", "head")
    pending = asked(first, **STOPPED)
    link = f"/irpk/second/{pending.pk}/file/{pending.payload['files'][0]}/"
    held.sweep(pending.expires - timedelta(seconds=1))
    assert (PendingFile.objects.count(), second.get(link).status_code) == (2, 200)
    Pending.objects.update(expires=timezone.now() - timedelta(seconds=1))
    confirm = {"confirm": "1", "digest": pending.digest}
    assert (second.get(link).status_code, second.post(f"/irpk/second/{pending.pk}/", confirm).status_code) == (404, 400)
    held.sweep(timezone.now())
    assert (PendingFile.objects.count(), Blob.objects.count(), everything(compact)) == (0, 0, set())


@pytest.mark.parametrize("change", [{"data": b"other"}, {"hash": "0" * 64}], ids=["bytes", "hash"])
def test_other_bytes_than_were_asked_for_are_not_signed(compact: str, sign_in: SignIn, change: dict[str, Any]) -> None:
    pending, second = asked(sign_in("en", "duty"), **WIDE), sign_in("en", "head")
    PendingFile.objects.filter(name="plan.png").update(**change)
    answer = second.post(f"/irpk/second/{pending.pk}/", {"confirm": "1", "digest": pending.digest})
    assert (answer.status_code, everything(compact)) == (400, set())
    assert word("refused.second.changed", "en") in unescape(answer.content.decode())
    assert PendingFile.objects.count() == 2, "it still waits, to be declined"


def test_files_that_wait_go_with_the_record_that_is_destroyed(compact: str, sign_in: SignIn) -> None:
    client = sign_in("en", "duty")
    place = send(client)["Location"]
    answer = send(client, upload(), address=f"{place}update/", **STOPPED)
    assert (answer.status_code, PendingFile.objects.count()) == (302, 1)
    (record,) = everything(compact)
    erase.erase(compact, [record], int(timezone.now().timestamp()))
    assert PendingFile.objects.count() == 0


def test_a_form_that_is_sent_twice_holds_its_files_once(compact: str, sign_in: SignIn) -> None:
    client, key = sign_in("en", "duty"), "k" * 20
    for _ in range(2):
        assert send(client, upload(), key=key, **WIDE).status_code == 302
    assert (Pending.objects.count(), PendingFile.objects.count()) == (1, 1)


def test_a_letter_with_files_that_is_sent_twice_is_one(compact: str, sign_in: SignIn) -> None:
    client, key = sign_in("fa"), "k" * 20
    first = client.post(NEW, {**TYPED, "attach": upload(), "key": key, "queued": "1"}, headers=JSON)
    again = client.post(NEW, {**TYPED, "attach": upload(), "key": key, "queued": "1"}, headers=JSON)
    assert (first.json()["again"], again.json()["again"]) == (False, True)
    assert len(everything(compact)) == 1
    other = client.post(NEW, {**TYPED, "attach": upload("b.png", PICTURE), "key": key, "queued": "1"}, headers=JSON)
    assert other.status_code == 400
    told = client.get("/irpk/now/").content.decode()
    assert told.count("IMG_2041.jpg") == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_of_a_letter_asks_for_files_and_that_of_its_close_does_not(
    compact: str, sign_in: SignIn, lang: str
) -> None:
    client = sign_in(lang)
    page = client.get(NEW).content.decode()
    assert 'enctype="multipart/form-data" hx-params="not attach"' in page
    assert '<input class="fld" type="file" id="attach" name="attach" multiple' in page
    record = send(client)["Location"]
    assert 'type="file"' in client.get(f"{record}update/").content.decode()
    assert 'type="file"' not in client.get(f"{record}correct/").content.decode()
