"""Files beside a letter: cleaned and told in the sender's language, handed out on its page, the form kept."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.node.test_clean import SECRET, chunk, segment
from tests.web.conftest import SignIn
from tests.web.test_exercise import TYPED, everything

from hamsaya.core.text import LANGUAGES, word
from hamsaya.node import blob, queries
from hamsaya.node.clean import PNG
from hamsaya.node.models import Compact
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
    assert word(f"refused.file.{code}", lang, **params) in page
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


def test_what_takes_two_officers_or_no_files_goes_without(compact: str, sign_in: SignIn) -> None:
    client = sign_in("en")
    wide = send(client, upload(), audience="OPEN", release_reason="the public must know")
    assert word("refused.file.two-officers", "en") in unescape(wide.content.decode())
    record = send(client)["Location"]
    closed = send(client, upload(), address=f"{record}conclude/", **{"f.found_cause": "mistake"})
    assert word("refused.file.not-taken", "en") in unescape(closed.content.decode())


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
