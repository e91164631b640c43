"""Persons whom titles, given names and the layout show, and what only looks like one."""

import pytest
from tests.reading.lines import lines, listed, read_line

from hamsaya.reading import read


def persons(text: str) -> list[str]:
    return [e.span.text for e in read_line(text).entities if e.type == "person"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The keeper of the lock, Wanjala Okwero, lifted the bar.", ["Wanjala Okwero"]),
        ("A villager, Ostap Zinkvych, heard the shots.", ["Ostap Zinkvych"]),
        ("By noon, Perpetua Kwanele, who sells tea, had left.", ["Perpetua Kwanele"]),
        ("Its newspaper, Granitsa Dnevnik, printed the list.", []),
        ("Birgitta Hallgren and Zdeněk Moravec walked the line.", ["Birgitta Hallgren", "Zdeněk Moravec"]),
        ("The high commissioner for supplies Clarisse Ngamba spoke.", ["Clarisse Ngamba"]),
        ("The Director of Veterinary Cordons in Gaborone said nothing.", []),
        ("The Chief of Stations Ulugbek Karimov-Nazari signed.", ["Ulugbek Karimov-Nazari"]),
        ("Chief Supt Gearóid Tierney and Columnist Perihan Güneş agreed.", ["Gearóid Tierney", "Perihan Güneş"]),
        ("The consul received Chargé d'Affaires Ehsanullah Mohmand.", ["Ehsanullah Mohmand"]),
        ("The patrol turned back at Otay Mesa.", []),
        (
            "Done at Yenga.\n\nFor Sierra Leone: Fatorma Kallon-Banya\nFor Guinea: Fara Sayon Tolno\n",
            ["Fatorma Kallon-Banya", "Fara Sayon Tolno"],
        ),
    ],
)
def test_a_person_is_found_by_what_stands_around(text: str, names: list[str]) -> None:
    assert persons(text) == names


def test_a_byline_at_the_top_names_its_author() -> None:
    text = "The turbine nobody paid for\nLorenzo Benegas, Posadas, 30 November 2016\n\nThe river rose."
    assert [e.span.text for e in read(text).entities if e.type == "person"] == ["Lorenzo Benegas"]


@pytest.mark.parametrize(("expected", "sentence"), lines("persons.txt"))
def test_names_of_many_shapes_are_found_and_nothing_that_looks_like_them(expected: str, sentence: str) -> None:
    assert persons(sentence) == listed(expected)
