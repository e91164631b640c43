"""The map: what has a place stands on it, what has none stands in the list; nothing finer than stated."""

import pytest
from tests.node.world import NOW, letter
from tests.web.conftest import SignIn

from hamsaya.core.text import LANGUAGES, word
from hamsaya.node import ledger

pytestmark = pytest.mark.django_db


def send(compact: str, place: dict[str, object]) -> str:
    return ledger.append(compact, [letter(compact, place=place)], post="ir-duty", now=NOW)[0].record


def test_the_list_holds_every_letter_and_the_map_those_with_a_place(compact: str, sign_in: SignIn) -> None:
    pinned = send(compact, {"place": "mirjaveh-taftan", "precision": "exact"})
    far = send(compact, {"km": 30, "inside": "PK", "precision": "band_only"})
    nowhere = send(compact, {"precision": "not_stated"})
    for lang in LANGUAGES:
        page = sign_in(lang).get(f"/{compact}/map/")
        text = page.content.decode()
        drawing, listing = text.split("</svg><figcaption", 1)
        assert page.status_code == 200
        assert [f"/r/{record}/" in listing for record in (pinned, far, nowhere)] == [True] * 3
        assert [f"/r/{record}/" in drawing for record in (pinned, far, nowhere)] == [True, False, False]
        assert '<path class="mp-only"' in drawing
        assert word("map.title", lang) in text


def test_a_letter_for_the_desks_is_not_on_another_officers_map(compact: str, sign_in: SignIn) -> None:
    record = send(compact, {"place": "mirjaveh-taftan", "precision": "exact"})
    assert f"/r/{record}/" not in sign_in("en", "market").get(f"/{compact}/map/").content.decode()
    assert f"/r/{record}/" in sign_in("en", "duty").get(f"/{compact}/map/").content.decode()
