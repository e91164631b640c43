"""The parts that a claim proposes, in the report's own words."""

import pytest

from hamsaya.intake.claimed import parts_of


def cuts(said: str, names: list[str]) -> list[tuple[int, int]]:
    return [(said.index(name), said.index(name) + len(name)) for name in names]


@pytest.mark.parametrize(
    ("said", "places", "days", "parts"),
    [
        (
            "any joint operations on the shared borders of Iran and Pakistan against terrorist elements",
            ["Iran", "Pakistan"],
            [],
            ["operations against terrorist elements", "joint operations", "on the shared borders of Iran and Pakistan"],
        ),
        (
            "the report that rangers had burned a post at Onuno on 3 May, wounding two",
            ["Onuno"],
            ["3 May"],
            ["rangers had burned a post, wounding two", "rangers", "at Onuno", "on 3 May"],
        ),
        (
            "the article of 8 June according to which rigs had been moved across the line",
            [],
            ["8 June"],
            ["rigs had been moved", "across the line"],
        ),
        (
            "both armies jointly shelled a village",
            [],
            [],
            ["both armies shelled a village", "jointly"],
        ),
        ("the letter of 20 May was forged", [], ["20 May"], ["the letter of 20 May was forged"]),
        ("Accra is broke", ["Accra"], [], ["Accra is broke"]),
    ],
)
def test_a_claim_falls_into_deed_actor_together_place_and_time(
    said: str, places: list[str], days: list[str], parts: list[str]
) -> None:
    assert parts_of(said, cuts(said, places), cuts(said, days)) == parts


def test_who_made_it_up_is_no_part_and_every_part_holds_words() -> None:
    said = "a raid at Milak on Friday"
    parts = parts_of(said, cuts(said, ["Milak"]), cuts(said, ["Friday"]))
    assert parts == ["a raid", "at Milak", "on Friday"]
    assert all(part in said for part in parts)
