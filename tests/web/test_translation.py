"""A translation stands beside the original on the letter's page, under the name of the post that signed it."""

import re
from html import unescape

import pytest
from tests.node.world import LETTER, NOW, Neighbour, letter, source
from tests.web.conftest import SignIn

from hamsaya.core.compact import load_compact
from hamsaya.core.text import LANGUAGES, word
from hamsaya.node import blob, ledger, queries, sql
from hamsaya.node.models import Compact
from hamsaya.people.viewer import Viewer

pytestmark = pytest.mark.django_db
WRITTEN, TRANSLATED = "سه چوپان گم شده‌اند", "تین چرواہے لاپتا ہیں"


@pytest.fixture
def record(compact: str) -> str:
    """A letter of ours with a free text."""
    draft = letter(compact, text={"lang": "fa", "text": WRITTEN})
    return ledger.append(compact, [draft], post="ir-duty-officer", now=NOW)[0].record


def leaf(compact: str, record: str) -> str:
    return queries.history(Viewer.operator(compact), compact, record)[0].leaf


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_translation_stands_beside_the_original_with_whose_it_is(
    compact: str, record: str, sign_in: SignIn, lang: str
) -> None:
    client = sign_in(lang)
    page = client.get(f"/{compact}/r/{record}/").content.decode()
    assert f"/translate/?of={leaf(compact, record)}" in page
    form = client.get(f"/{compact}/r/{record}/translate/?of={leaf(compact, record)}").content.decode()
    assert f'value="{leaf(compact, record)}"' in form
    body = {"of": leaf(compact, record), "text": {"lang": "ur", "text": TRANSLATED}}
    ledger.append(compact, [ledger.Draft("incident", "translate", record, body)], post="ir-duty-officer", now=NOW)
    page = unescape(client.get(f"/{compact}/r/{record}/").content.decode())
    post = load_compact(source()).office("ir-duty-officer").name[lang]
    by = re.search(r'<p class="hint">([^<]*)</p><p class="free" lang="ur" dir="rtl">' + TRANSLATED, page)
    assert by is not None
    assert word("lang_ur", lang) in by[1]
    assert post in by[1]
    assert page.count("/translate/?of=") == 2, "at the facts and at the act, not at the translation"
    facts = page.partition('class="facts-dl"')[2]
    assert facts.index(WRITTEN) < facts.index(TRANSLATED)


def test_a_translation_of_another_entry_stands_nowhere(compact: str, record: str, sign_in: SignIn) -> None:
    body = {"of": "ab" * 32, "text": {"lang": "ur", "text": TRANSLATED}}
    ledger.append(compact, [ledger.Draft("incident", "translate", record, body)], post="ir-duty-officer", now=NOW)
    page = sign_in("en").get(f"/{compact}/r/{record}/").content.decode()
    assert 'class="rendered"' not in page


def test_a_translation_of_a_withdrawn_text_is_not_shown(compact: str, record: str, sign_in: SignIn) -> None:
    history = queries.history(Viewer.operator(compact), compact, record)
    body = {"of": history[0].leaf, "text": {"lang": "ur", "text": TRANSLATED}}
    ledger.append(compact, [ledger.Draft("incident", "translate", record, body)], post="ir-duty-officer", now=NOW)
    row = Compact.objects.get(name=compact)
    for each in sql.rows("SELECT hash FROM node_blob"):
        blob.withdraw(row.pk, each[0], int(NOW.timestamp()))
    page = sign_in("fa").get(f"/{compact}/r/{record}/").content.decode()
    assert (WRITTEN in page, TRANSLATED in page) == (False, False)


def test_the_neighbours_text_is_translated_by_us(compact: str, sign_in: SignIn) -> None:
    neighbour = Neighbour()
    neighbour.write("incident/1", "report", "PK/flood", {**LETTER, "from_desk": "turbat", "to_desk": "zahedan"})
    ledger.receive(compact, neighbour.verified(), neighbour.note(), now=NOW)
    body = {"of": leaf(compact, "PK/flood"), "text": {"lang": "fa", "text": WRITTEN}}
    ledger.append(compact, [ledger.Draft("incident", "translate", "PK/flood", body)], post="ir-duty-officer", now=NOW)
    page = sign_in("fa").get(f"/{compact}/r/PK/flood/")
    assert page.status_code == 200
