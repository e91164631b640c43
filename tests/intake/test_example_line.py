"""The example as both nodes hold it: the liaison officers planned and agreed, judged lacking, a mechanism proposed."""

import pytest
from tests.node.world import COMPACT, NOW, Neighbour

from hamsaya.cli.example import read_acts
from hamsaya.intake import promised
from hamsaya.intake.line import Line, line_of
from hamsaya.node import ledger
from hamsaya.people.viewer import Viewer


@pytest.fixture
def example(viewer: Viewer) -> Viewer:
    """The example's acts of both parties on the node of one."""
    for act in read_acts("IR"):
        draft = ledger.Draft(act["kind"], act["act"], act["record"], act["body"])
        ledger.append(COMPACT, [draft], post=act["post"], now=NOW)
    pk = Neighbour()
    for act in read_acts("PK"):
        pk.write(act["kind"], act["act"], act["record"], act["body"], post=act["post"])
    ledger.receive(COMPACT, pk.verified(), pk.note(), now=NOW)
    return viewer


def told(line: Line) -> list[tuple[str, str, str, str]]:
    numbers = {track.record: track.number for track in line.tracks}
    return [(stop.when, stop.sort, stop.code, numbers[stop.lane]) for stop in line.stops]


def test_the_line_of_the_liaison_officers(example: Viewer) -> None:
    line = line_of(example, "PK/c02")
    assert told(line) == [
        ("2024-01-29", "reported", "agreed", "C02"),
        ("2024-01-30", "reported", "proposed", "C02"),
        ("2024-11-05", "judged", "lacking", "C02"),
        ("2024-11-05", "reported", "proposed", "C03"),
    ]
    assert told(line_of(example, "IR/c03")) == told(line)
    assert {(one.code, two.code) for one, two in line.differing} == {("agreed", "proposed")}


@pytest.mark.parametrize("question", ["افسران رابط بهمن ۱۴۰۲", "رابطہ افسران جنوری 2024", "liason officers 1402/11"])
def test_it_is_found_in_each_language_and_calendar(example: Viewer, question: str) -> None:
    assert promised.search(example, question).found[0].row.record == "PK/c02"


def test_a_day_that_only_an_undated_report_tells_of_is_called_inferred(example: Viewer) -> None:
    answers = {each.row.record: each for each in promised.search(example, "liaison officers").found}
    told = [stop for stop in line_of(example, "PK/c02").stops if stop.sort == "reported" and stop.when]
    stated = {stop.when for stop in told if not stop.inferred}
    assert stated
    assert not answers["PK/c02"].inferred & stated
    assert {day for each in answers.values() for day in each.inferred} == {"2024-11-05"}
