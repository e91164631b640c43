"""Names in three languages, false friends, and that nothing is picked silently."""

from pathlib import Path
from types import MappingProxyType

import pytest

from hamsaya.core.compact.read import load_compact
from hamsaya.core.errors import Refused
from hamsaya.places.boundary import load_line
from hamsaya.places.entry import Place
from hamsaya.places.gazetteer import Candidate, Gazetteer, load_gazetteer
from hamsaya.places.point import Point
from hamsaya.places.spelling import key, loose_key


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(line=load_line(("IR", "PK")))


def ids(found: tuple[Candidate, ...]) -> list[str]:
    return [each.place.id for each in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("تهران", "تہران"),
        ("چابهار", "چابہار"),
        ("نیک‌شهر", "نيك شهر"),
        ("تُربت", "تربت"),
        ("آواران", "اواران"),
        ("Mīrjāveh", "MIRJAVEH"),
        ("Mirjaveh–Taftan", "Mirjaveh-Taftan"),
        ("میرجاوۀ", "میرجاوه"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_urdu_letters_stay_apart_but_meet_in_the_loose_key() -> None:
    assert key("راولپنڈی") != key("راولپندی")
    assert loose_key("راولپنڈی") == loose_key("راولپندی")


@pytest.mark.parametrize("text", ["Zahedan", "زاهدان", "زاہدان", "zāhedān", "ZAHEDAN"])
def test_one_town_in_every_writing(gazetteer: Gazetteer, text: str) -> None:
    assert ids(gazetteer.find(text))[0] == "gn-1159301"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mand", ["mand", "gn-125000"]),
        ("زاهدان", ["gn-1159301", "gn-111613", "gn-1482486"]),
        ("Tehran", ["gn-112931", "gn-110791", "gn-418446"]),
    ],
)
def test_false_friends_are_offered_and_ranked(gazetteer: Gazetteer, text: str, expected: list[str]) -> None:
    assert ids(gazetteer.find(text)) == expected


def test_pishin_is_in_both_countries_and_the_reader_s_own_comes_first(gazetteer: Gazetteer) -> None:
    iranian, pakistani = "gn-1159975", "gn-1167821"
    for_iran = ids(gazetteer.find("Pishin", country="IR"))
    for_pakistan = ids(gazetteer.find("Pishin", country="PK"))
    assert (for_iran[0], for_pakistan[0]) == (iranian, pakistani)
    assert {iranian, pakistani} <= set(for_iran) & set(for_pakistan)


def test_many_places_of_one_name_are_cut_at_the_limit_only(gazetteer: Gazetteer) -> None:
    every = gazetteer.find("اسلام آباد", limit=20)
    assert every[0].place.id == "gn-1176615"
    assert len(every) == 10
    assert ids(gazetteer.find("اسلام آباد", limit=3)) == ids(every)[:3]


def test_near_a_point_the_neighbourhood_comes_first(gazetteer: Gazetteer) -> None:
    near = Point(27_380_000, 57_160_000)
    assert ids(gazetteer.find("Eslamabad", near=near))[0] == "gn-6650432"


@pytest.mark.parametrize(
    ("text", "place", "match"), [("Panjgoor", "gn-1168446", "close"), ("Zahe", "gn-1159301", "begins")]
)
def test_a_slip_or_a_beginning_is_marked_as_such(gazetteer: Gazetteer, text: str, place: str, match: str) -> None:
    first = gazetteer.find(text)[0]
    assert (first.place.id, first.match) == (place, match)


@pytest.mark.parametrize("text", ["", "   ", "qqqqqqq", "‌"])
def test_nothing_is_found_for_nothing(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) == ()


@pytest.mark.parametrize("lang", ["en", "fa", "ur"])
def test_border_towns_have_names_in_three_languages(gazetteer: Gazetteer, lang: str) -> None:
    wanted = ["gn-9969716", "gn-1160258", "rimdan", "gabd", "mand", "gn-1168446", "gn-1163054", "mirjaveh-taftan"]
    given = {
        "en": ["Taftan", "Mirjaveh", "Rimdan", "Gabd", "Mand", "Panjgur", "Turbat", "Mirjaveh–Taftan"],
        "fa": ["تفتان", "میرجاوه", "ریمدان", "گبد", "مند", "پنجگور", "تربت", "میرجاوه–تفتان"],
        "ur": ["تفتان", "میرجاوہ", "ریمدان", "گبد", "مند", "پنجگور", "تربت", "میرجاوہ–تفتان"],
    }
    assert [gazetteer.name(each, lang) for each in wanted] == given[lang]


def test_a_missing_language_falls_back_to_english(gazetteer: Gazetteer) -> None:
    bare = next(each for each in gazetteer.places.values() if each.kind == "town" and "fa" not in each.names)
    assert gazetteer.name(bare.id, "fa") == bare.names["en"]


def test_an_unknown_id_is_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(Refused) as refusal:
        gazetteer.get("atlantis")
    assert refusal.value.code == "place.unknown"


def test_nothing_shipped_claims_to_be_verified(gazetteer: Gazetteer) -> None:
    assert [each.id for each in gazetteer.places.values() if each.verified] == []


def test_an_agreed_place_absorbs_the_shipped_town() -> None:
    agreed = Place(
        id="zahedan",
        kind="city",
        countries=("IR",),
        point=Point(29_496_000, 60_863_000),
        names=MappingProxyType({"en": "Zahedan", "fa": "زاهدان", "ur": "زاہدان"}),
        verified=True,
    )
    with_agreed = load_gazetteer([agreed])
    assert ids(with_agreed.find("Zahedan"))[0] == "zahedan"
    assert "gn-1159301" not in ids(with_agreed.find("Zahedan"))
    assert with_agreed.get("gn-1159301").id == "zahedan"
    assert with_agreed.get("zahedan").population == 551_980


def test_a_village_of_the_same_name_far_away_is_not_absorbed() -> None:
    agreed = Place("pishin", "town", ("PK",), Point(26_080_000, 61_754_000), MappingProxyType({"en": "Pishin"}))
    assert {"pishin", "gn-1167821", "gn-1159975"} <= set(ids(load_gazetteer([agreed]).find("Pishin")))


def test_the_compact_s_own_places_are_taken_as_they_are() -> None:
    compact = load_compact((Path(__file__).parents[2] / "examples" / "iran-pakistan" / "compact.toml").read_bytes())
    agreed = load_gazetteer(compact.places)
    assert all(agreed.get(each.id).source == "compact" for each in compact.places)
    assert ids(agreed.find("Gabd"))[0] == "rimdan-gabd"
    assert ids(agreed.find("زاہدان"))[0] == "zahedan"
