"""How well reports are read that no rule was tuned on: the kept half of the gold never falls below what was reached."""

import pytest
from tests.reading.lines import lines, read_line
from tools.score import FOLDERS, Table, score_folder

FLOORS = {
    "commitment sentence": 0.93,
    "commitment half span": 0.85,
    "concrete commitments, recall": 0.9,
    "meetings": 0.88,
    "denials": 0.85,
    "incidents": 0.9,
    "calls": 0.88,
    "person exact": 0.93,
    "place exact": 0.96,
    "date exact": 0.96,
    "date value": 0.95,
    "speaker": 0.95,
}
PRECISE, FOUND = 0.95, 0.6
"""Of what is called a denial in unlearned.txt, and of the denials there, at least these shares are right, and found."""


@pytest.fixture(scope="module")
def kept() -> Table:
    """Return the scores of the kept half."""
    return score_folder(FOLDERS["kept"])


@pytest.mark.parametrize(("row", "floor"), FLOORS.items())
def test_the_kept_half_is_read_as_well_as_before(kept: Table, row: str, floor: float) -> None:
    _, recall, f = kept.row(row).figures()
    assert (recall if row.endswith("recall") else f) >= floor


def test_no_quotation_differs_from_its_report(kept: Table) -> None:
    assert kept.row("wrong quotes").extra == 0


def test_denials_are_told_from_their_neighbours_in_sentences_nothing_was_learned_from() -> None:
    hits = extra = missed = 0
    for expected, sentence in lines("unlearned.txt"):
        found = read_line(sentence)
        begins = found.sentences[-1].span.start
        denied = any(each.span.end > begins for each in found.denials)
        hits += denied and expected == "n1"
        extra += denied and expected == "n0"
        missed += not denied and expected == "n1"
    assert hits / (hits + extra) >= PRECISE
    assert hits / (hits + missed) >= FOUND
