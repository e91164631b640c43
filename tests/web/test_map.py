"""The map: what has a place stands on it, what has none stands in the list; nothing finer than stated."""

import json
from pathlib import Path

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


OWN_LINE = {
    "type": "FeatureCollection", "source": "Survey of the border", "version": "2026-1", "licence": "CC0-1.0",
    "stated_by": "PK",
    "features": [
        {
            "type": "Feature", "properties": {"surface": "land", "uncertainty_m": 50},
            "geometry": {"type": "LineString", "coordinates": [[61.2, 29.3], [61.7, 28.7], [62.6, 28.2]]},
        }
    ],
}  # fmt: skip


def put_line(home: Path, body: str) -> None:
    folder = home / "places" / "irpk"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "line-PK.geojson").write_text(body, encoding="utf-8")


def test_a_partys_own_line_stands_beside_the_shipped_one(compact: str, sign_in: SignIn, home: Path) -> None:
    put_line(home, json.dumps(OWN_LINE))
    for lang in LANGUAGES:
        page = sign_in(lang).get(f"/{compact}/map/").content.decode()
        assert page.count('class="mp-line"') == 1
        assert page.count('<path class="mp-other mp-other--1"') == 2  # on the map, and what it means
        assert word("map.other_line", lang) in page
        assert "Survey of the border, 2026-1" in page


def test_an_own_line_that_does_not_hold_is_named_and_left_out(compact: str, sign_in: SignIn, home: Path) -> None:
    put_line(home, json.dumps({**OWN_LINE, "stated_by": "XX"}))
    page = sign_in("en").get(f"/{compact}/map/").content.decode()
    assert "line-PK.geojson" in page
    assert '<path class="mp-other' not in page


@pytest.mark.parametrize("part", ["1", "2", "3"])
def test_a_stretch_is_drawn_larger_and_holds_its_own_crossings(compact: str, sign_in: SignIn, part: str) -> None:
    client = sign_in("en")
    page = client.get(f"/{compact}/map/?part={part}").content.decode()
    names = {"1": "Mirjaveh–Taftan", "2": "Kuhak–Chedgi", "3": "Rimdan–Gabd"}
    drawing = page.split("</svg><figcaption", 1)[0]
    assert [each for each, name in names.items() if f">{name}</text>" in drawing] == [part]


def test_another_part_than_there_is_shows_the_whole(compact: str, sign_in: SignIn) -> None:
    client = sign_in("en")
    page = client.get(f"/{compact}/map/?part=9&kind=nonsense")
    assert page.status_code == 200
    assert f">{word('map.whole', 'en')}</a>" in page.content.decode().split('aria-current="true"', 1)[1]


def test_one_kind_alone_is_shown_on_map_and_list(compact: str, sign_in: SignIn) -> None:
    record = send(compact, {"place": "mirjaveh-taftan", "precision": "exact"})
    client = sign_in("en")
    assert client.get(f"/{compact}/map/?kind=incident").content.decode().count(f'data-sign="{record}"') == 2
    assert client.get(f"/{compact}/map/?kind=notice").content.decode().count(f'data-sign="{record}"') == 0
