"""A rectangle in a letter: typed in either set of digits, shown in words and on the map, marked if it reaches over."""

import re
from html import unescape

import pytest
from tests.node.world import EXAMPLE, NOW, letter
from tests.web.conftest import SignIn
from tests.web.test_exercise import TYPED, everything

from hamsaya.core.compact import load_compact
from hamsaya.core.reader import Reader
from hamsaya.core.text import LANGUAGES, to_digits, word
from hamsaya.node import ground, ledger, queries
from hamsaya.people.viewer import Viewer

pytestmark = pytest.mark.django_db
AGREED = load_compact(EXAMPLE.read_bytes())
INSIDE = {"south": 28_600_000, "west": 60_000_000, "north": 28_800_000, "east": 60_400_000, "precision": "within_10km"}
ACROSS = {**INSIDE, "east": 62_600_000}
BEYOND = {**INSIDE, "west": 63_000_000, "east": 63_400_000}
FORM = {name: value for name, value in TYPED.items() if not name.startswith("f.place")}
CORNERS = {"south": "28.7", "west": "60.35", "north": "28.63", "east": "60.1"}


def typed(digits: str = "latn", **parts: str) -> dict[str, object]:
    edges = {**CORNERS, **parts}
    return {**FORM, **{f"f.place.{name}": to_digits(value, digits) for name, value in edges.items()}}


@pytest.mark.parametrize(("lang", "digits"), [("en", "latn"), ("fa", "arabext"), ("ur", "latn")])
def test_a_typed_rectangle_is_widened_shown_and_signed(compact: str, sign_in: SignIn, lang: str, digits: str) -> None:
    client = sign_in(lang)
    form = {**typed(digits), "f.place.box": "within_10km"}
    preview = unescape(client.post(f"/{compact}/new/incident/report/preview/", form).content.decode())
    for reader in (Reader.of(AGREED, "PK"), Reader.of(AGREED, "IR", lang)):
        assert reader.where(INSIDE) in preview
    assert client.post(f"/{compact}/new/incident/report/", form).status_code == 302
    (record,) = everything(compact)
    state = queries.record(Viewer.operator(compact), compact, record).state
    assert getattr(state, "place", None) == INSIDE


def test_persian_decimals_are_read(compact: str, sign_in: SignIn) -> None:
    form = {name: str(value).replace(".", "٫") for name, value in typed("arabext").items() if "f.place." in name}
    page = sign_in("fa").post(
        f"/{compact}/new/incident/report/preview/", {**FORM, **form, "f.place.box": "within_10km"}
    )
    assert Reader.of(AGREED, "IR").where(INSIDE) in unescape(page.content.decode())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"east": ""}, "box"),
        ({"east": "sixty"}, "box"),
        ({"east": "60.1234567"}, "box"),
        ({"km": "2"}, "where-twice"),
        ({"place": "turbat"}, "where-twice"),
    ],
)
def test_a_rectangle_that_does_not_hold_stays_in_the_form(
    compact: str, sign_in: SignIn, lang: str, parts: dict[str, str], code: str
) -> None:
    answer = sign_in(lang).post(f"/{compact}/new/incident/report/", typed(**parts))
    page = unescape(answer.content.decode())
    assert answer.status_code == 400
    assert everything(compact) == set()
    assert word(f"refused.field.{code}", lang, field=word("field.place", lang)) in page
    for name, value in {**CORNERS, **parts}.items():
        if name != "place":
            assert re.search(rf'name="f\.place\.{name}" value="{re.escape(value)}"', page), name


def test_off_the_earth_is_refused(compact: str, sign_in: SignIn) -> None:
    page = sign_in("en").post(f"/{compact}/new/incident/report/", typed(north="128.7")).content.decode()
    assert word("refused.field.where", "en", field=word("field.place", "en")) in unescape(page)
    assert 'value="128.7"' in page


@pytest.mark.parametrize(
    ("place", "sides", "key"),
    [
        (INSIDE, {"IR"}, ""),
        (ACROSS, {"IR", "PK"}, "web.place_reaches_over"),
        (BEYOND, {"PK"}, "web.place_is_over"),
        ({"km": 2, "inside": "PK", "precision": "band_only"}, {"PK"}, "web.place_is_over"),
        ({"place": "mirjaveh-taftan", "precision": "exact"}, {"IR", "PK"}, ""),
    ],
)
def test_the_reader_is_told_as_well_that_a_place_lies_on_the_other_side(
    compact: str, sign_in: SignIn, place: dict[str, object], sides: set[str], key: str
) -> None:
    assert ground.sides_of(place, AGREED) == sides
    record = ledger.append(compact, [letter(compact, place=place)], post="ir-duty", now=NOW)[0].record
    for lang, party in (("en", "Pakistan"), ("fa", "پاکستان"), ("ur", "پاکستان")):
        client = sign_in(lang)
        pages = [client.get(f"/{compact}/{path}").content.decode() for path in (f"r/{record}/", "map/")]
        marks = {each: word(each, lang, party=party) for each in ("web.place_reaches_over", "web.place_is_over")}
        for page in pages:
            assert {each for each, words in marks.items() if words in page} == ({key} if key else set())


def test_a_rectangle_is_drawn_on_the_map_and_told_in_the_list(compact: str, sign_in: SignIn) -> None:
    record = ledger.append(compact, [letter(compact, place=ACROSS)], post="ir-duty", now=NOW)[0].record
    for lang in LANGUAGES:
        drawing, listing = sign_in(lang).get(f"/{compact}/map/").content.decode().split("</svg><figcaption", 1)
        assert re.search(rf'<path class="mp-prec mp-u2" data-sign="{record}" d="M[0-9 L-]+Z"/>', drawing)
        assert f"/r/{record}/" in drawing
        assert Reader.of(AGREED, "IR", lang).where(ACROSS) in unescape(listing)
