"""Minutes taken as a Word file and brought back: differences shown, nothing changed, hostile files refused."""

from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.node.world import NOW
from tests.web.conftest import SignIn

from hamsaya.core.text import word
from hamsaya.node import council, ledger
from hamsaya.people.viewer import Viewer
from hamsaya.records.sitting import SittingKind

pytestmark = pytest.mark.django_db
ITEM: dict[str, Any] = {
    "item": "decision", "text": {"en": "The market opens in March.", "fa": "بازارچه در اسفند گشوده می‌شود."},
    "limit": "2027-03-01", "character": "agreed_minutes", "binding": "no",
}  # fmt: skip


@pytest.fixture
def address(compact: str) -> str:
    acts = (("call", dict(SittingKind.example[0].body)), ("record-item", ITEM))
    for act, body in acts:
        ledger.append(compact, [ledger.Draft("sitting", act, "IR/hcm-03", body)], post="ir-sitting-desk", now=NOW)
    return f"/{compact}/council/sittings/IR/hcm-03/word/"


def changed(data: bytes) -> SimpleUploadedFile:
    document = docx.Document(BytesIO(data))
    document.tables[0].rows[1].cells[1].text = "The market opens in April."
    out = BytesIO()
    document.save(out)
    return SimpleUploadedFile("hcm-03.docx", out.getvalue())


def test_the_file_comes_back_with_its_differences_and_a_form_to_propose_them(address: str, sign_in: SignIn) -> None:
    client = sign_in("fa")
    out = client.get(f"{address}file.docx")
    assert out["Content-Disposition"] == 'attachment; filename="hcm-03.docx"'
    page = client.post(address, {"file": changed(out.content)}).content.decode()
    assert ("<ins>April.</ins>" in page, "<del>March.</del>" in page) == (True, True)
    items = council.sittings(Viewer.operator("irpk"), "irpk")[0][1].items
    assert [item["text"] for item in items.values()] == [ITEM["text"]]
    (digest,) = items
    fields = {"preview": "1", "f.item": "decision", "f.text.en": "The market opens in April.", "f.replaces": digest}
    form = client.post(address.replace("council/sittings", "r").replace("word/", "record-item/"), fields)
    assert form.status_code == 200
    assert "The market opens in April." in form.content.decode()


def test_what_is_no_word_file_is_refused_on_the_page_and_the_page_stays(address: str, sign_in: SignIn) -> None:
    client = sign_in("ur")
    answer = client.post(address, {"file": SimpleUploadedFile("a.docx", b"not a document")})
    assert answer.status_code == 400
    assert word("refused.redline.not-word", "ur") in answer.content.decode()
    assert client.post(address, {}).status_code == 400


def test_only_who_may_write_is_offered_to_propose(address: str, sign_in: SignIn) -> None:
    client = sign_in("en", "reader")
    page = client.post(address, {"file": changed(client.get(f"{address}file.docx").content)}).content.decode()
    assert "<ins>April.</ins>" in page
    assert word("redline.take_over", "en") not in page


def test_a_sitting_that_is_not_there_has_no_file(address: str, sign_in: SignIn) -> None:
    assert sign_in("en").get(address.replace("hcm-03", "hcm-99")).status_code == 404


def test_a_row_of_no_item_is_shown_with_its_words_and_the_readers_language_comes_first(
    address: str, sign_in: SignIn
) -> None:
    client = sign_in("fa")
    document = docx.Document(BytesIO(client.get(f"{address}file.docx").content))
    table: Any = document.tables[0]
    table.add_row().cells[1].text = "Somebody wrote this below."
    table.rows[1].cells[1].text, table.rows[1].cells[2].text = "It opens in May.", "در خرداد گشوده می‌شود."
    out = BytesIO()
    document.save(out)
    page = client.post(address, {"file": SimpleUploadedFile("a.docx", out.getvalue())}).content.decode()
    assert (word("redline.unknown", "fa") in page, "Somebody wrote this below." in page) == (True, True)
    assert page.index('class="rl" lang="fa"') < page.index('class="rl" lang="en"')
