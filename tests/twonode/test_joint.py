"""Hard case 7: accept and withdraw crossing, accept twice, another text with the same id, both proposing the same."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from tests.node.world import COMPACT
from tests.simulator import Pair, SimNode

from hamsaya.core.errors import Refused
from hamsaya.core.kinds import digest_of
from hamsaya.node import ledger
from hamsaya.node.models import Record
from hamsaya.records.commitment import CommitmentKind, Propose, text_of

pytestmark = pytest.mark.django_db

ENTER = dict(CommitmentKind.example[0].body)
TEXT: dict[str, Any] = dict(CommitmentKind.example[1].body)
OTHER_TEXT = {**TEXT, "due": "2027-04-01"}


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    made = Pair(tmp_path)
    made.sync()
    return made


def act(node: SimNode, record: str, name: str, body: dict[str, Any]) -> None:
    with node:
        ledger.append(COMPACT, [ledger.Draft("commitment", name, record, body)], post="desk", now=node.now())


def enter(pair: Pair) -> str:
    with pair.a:
        record = ledger.new_record(COMPACT)
    act(pair.a, record, "enter", ENTER)
    pair.sync()
    return record


def outcome(pair: Pair, record: str) -> tuple[str, str]:
    """Return how the record stands on each node once both have everything."""
    pair.sync()
    assert pair.a.digest() == pair.b.digest()
    return tuple(node.run(lambda: Record.objects.get(record=record).status) for node in (pair.a, pair.b))


def signed(text: dict[str, Any]) -> dict[str, str]:
    proposal = Propose.parse(text)
    assert isinstance(proposal, Propose)
    return {"digest": digest_of(text_of(proposal))}


@pytest.mark.parametrize("roads", list(permutations(["push IR", "push PK", "pull IR", "pull PK"])))
def test_accept_and_withdraw_that_cross_come_out_the_same_on_both_sides(pair: Pair, roads: tuple[str, ...]) -> None:
    record = enter(pair)
    act(pair.a, record, "propose", TEXT)
    pair.sync()
    act(pair.a, record, "withdraw", signed(TEXT))
    act(pair.b, record, "adopt", signed(TEXT))
    for road in roads:
        work, party = road.split()
        getattr(pair, work)(party)
    assert outcome(pair, record) == ("adopted", "adopted")


def test_a_withdrawal_that_was_seen_stands(pair: Pair) -> None:
    record = enter(pair)
    act(pair.a, record, "propose", TEXT)
    act(pair.a, record, "withdraw", signed(TEXT))
    pair.sync()
    with pytest.raises(Refused) as refused:
        act(pair.b, record, "adopt", signed(TEXT))
    assert refused.value.code == "commitment.text-withdrawn"
    assert outcome(pair, record) == ("reported", "reported")


def test_accepting_twice_is_refused_here_and_changes_nothing_there(pair: Pair) -> None:
    record = enter(pair)
    act(pair.a, record, "propose", TEXT)
    pair.sync()
    act(pair.b, record, "adopt", signed(TEXT))
    with pytest.raises(Refused) as refused:
        act(pair.b, record, "adopt", signed(TEXT))
    assert refused.value.code == "act.no-effect"
    assert outcome(pair, record) == ("adopted", "adopted")


def test_both_proposing_the_same_text_at_once_have_adopted_it(pair: Pair) -> None:
    record = enter(pair)
    act(pair.a, record, "propose", TEXT)
    act(pair.b, record, "propose", TEXT)
    assert outcome(pair, record) == ("adopted", "adopted")


def test_another_text_under_the_same_id_is_another_text(pair: Pair) -> None:
    record = enter(pair)
    act(pair.a, record, "propose", TEXT)
    act(pair.b, record, "propose", OTHER_TEXT)
    assert outcome(pair, record) == ("proposed", "proposed")
    act(pair.a, record, "adopt", signed(OTHER_TEXT))
    assert outcome(pair, record) == ("adopted", "adopted")
