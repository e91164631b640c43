"""Bags between two nodes: what is lost, doubled, swapped, cut, false or old never breaks either log."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.node.world import COMPACT
from tests.simulator import Pair, SimNode

from hamsaya.core.errors import HamsayaError, Refused
from hamsaya.exchange.bag import Taken, Written, make_bag_key, read_bag, write_bag
from hamsaya.exchange.bag.volume import LEAST
from hamsaya.node.models import Evidence

pytestmark = pytest.mark.django_db


class Courier:
    """Carries bags between the two nodes of a pair."""

    def __init__(self, pair: Pair, path: Path) -> None:
        self.pair, self.path, self.count = pair, path, 0
        path.mkdir()
        for node, other in ((pair.a, pair.b), (pair.b, pair.a)):
            meet(node, other)

    def write(self, node: SimNode, volume_size: int | None = None, start: int | None = None) -> Written:
        self.count += 1
        target = self.path / f"{node.party}-{self.count}.bag"
        written: Written = node.run(write_bag, COMPACT, target, volume_size, start=start, clock=node.now)
        return written

    def read(self, node: SimNode, *paths: Path) -> Taken:
        taken: Taken = node.run(read_bag, COMPACT, paths, clock=node.now)
        return taken


def meet(node: SimNode, other: SimNode) -> None:
    """Give one node the other's recipient."""
    recipient = make_bag_key(other.home.keys)
    member = node.home.membership(COMPACT)
    object.__setattr__(member, "neighbour_bag", recipient)


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return Pair(tmp_path)


@pytest.fixture
def courier(pair: Pair, tmp_path: Path) -> Courier:
    return Courier(pair, tmp_path / "stick")


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(HamsayaError) as raised:
        work()
    return raised.value.code


def test_two_bags_each_way_bring_everything_and_the_receipts(pair: Pair, courier: Courier) -> None:
    pair.a.append(300, text={"lang": "fa", "text": "سه چوپان"})
    pair.b.append(3)
    first = courier.read(pair.b, *courier.write(pair.a).paths)
    assert (first.stored, first.files, first.receipt, first.need_from, first.is_chained) == (301, 300, 0, None, True)
    second = courier.read(pair.a, *courier.write(pair.b).paths)
    assert (second.stored, second.receipt, second.is_repeated) == (4, 301, False)
    third = courier.read(pair.b, *courier.write(pair.a).paths)
    assert (third.stored, third.start, third.receipt) == (0, 301, 4)
    assert pair.a.digest() == pair.b.digest()
    assert (pair.a.entries("PK"), pair.b.entries("IR")) == (pair.b.entries("PK"), pair.a.entries("IR"))


def test_the_same_bag_twice_and_a_year_later_changes_nothing(pair: Pair, courier: Courier) -> None:
    pair.a.append(2)
    bag = courier.write(pair.a).paths
    courier.read(pair.b, *bag)
    pair.a.append(5)
    courier.read(pair.b, *courier.write(pair.a).paths)
    before = pair.b.image()
    pair.b.ticks += 365 * 24 * 3600
    taken = courier.read(pair.b, *bag)
    assert (taken.stored, taken.is_repeated, taken.size) == (0, True, 3)
    assert pair.b.entries("IR") == pair.a.entries("IR")
    assert len(before) == len(pair.b.image())


def test_a_bag_that_comes_too_early_says_from_where_it_needs(pair: Pair, courier: Courier) -> None:
    pair.a.append(2)
    lost = courier.write(pair.a)
    pair.a.append(2)
    early = courier.read(pair.b, *courier.write(pair.a, start=3).paths)
    assert (early.stored, early.need_from, early.is_chained) == (0, 0, False)
    late = courier.read(pair.b, *lost.paths)
    assert (late.stored, late.need_from) == (3, None)
    again = courier.read(pair.b, *courier.write(pair.a, start=3).paths)
    assert (again.stored, again.need_from) == (2, None)


def test_volumes_may_come_in_any_order_but_must_all_be_there_and_of_one_bag(pair: Pair, courier: Courier) -> None:
    pair.a.append(900, text={"lang": "fa", "text": "سه چوپان"})
    bag = courier.write(pair.a, LEAST).paths
    assert len(bag) > 2
    assert {path.stat().st_size for path in bag[:-1]} == {LEAST}
    other = courier.write(pair.a, LEAST).paths
    assert code_of(lambda: courier.read(pair.b, *bag[1:])) == "bag.volume-lacking"
    assert code_of(lambda: courier.read(pair.b, *bag[:-1], other[-1])) == "bag.volumes-mixed"
    assert courier.read(pair.b, *reversed(bag), bag[0]).stored == 901


@pytest.mark.parametrize("cut", [0, 60, 128, 129, 400, -300, -1])
def test_a_cut_bag_is_refused_and_nothing_changes(pair: Pair, courier: Courier, cut: int) -> None:
    pair.a.append(20)
    (bag,) = courier.write(pair.a).paths
    bag.write_bytes(bag.read_bytes()[:cut])
    assert code_of(lambda: courier.read(pair.b, bag)) in {"bag.not-a-bag", "bag.volume-damaged"}
    assert pair.b.heads()[1].size == 0
    assert pair.b.run(Evidence.objects.count) == 1


def test_a_bag_for_somebody_else_stays_shut(pair: Pair, courier: Courier, tmp_path: Path) -> None:
    stranger = SimNode("PK", tmp_path / "stranger")
    meet(pair.a, stranger)
    bag = courier.write(pair.a).paths
    assert code_of(lambda: courier.read(pair.b, *bag)) == "bag.not-for-us"


def test_a_bag_by_another_hand_is_refused(pair: Pair, courier: Courier, tmp_path: Path) -> None:
    """Encrypted to the right recipient, but signed by a key that the sender's root never named."""
    forger = SimNode("IR", tmp_path / "forger")
    meet(forger, pair.b)
    forger.append(3)
    bag = courier.write(forger).paths
    pair.a.append(1)
    courier.read(pair.b, *courier.write(pair.a).paths)
    assert code_of(lambda: courier.read(pair.b, *bag)) == "bag.wrong-sender"
    assert pair.b.entries("IR") == pair.a.entries("IR")
    assert pair.b.run(lambda: list(Evidence.objects.values_list("code", flat=True))) == ["bag.wrong-sender"]


def test_our_own_bag_is_not_for_us(pair: Pair, courier: Courier) -> None:
    meet(pair.a, pair.a)
    assert code_of(lambda: courier.read(pair.a, *courier.write(pair.a).paths)) == "bag.wrong-sender"


def test_a_full_medium_leaves_nothing_behind(pair: Pair, courier: Courier) -> None:
    """The Linux device that is always full stands for the medium."""
    pair.a.append(3)
    target = courier.path / "full"
    target.mkdir()
    (target / ".x.bag.001.part").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        pair.a.run(write_bag, COMPACT, target / "x.bag", clock=pair.a.now)
    assert list(target.iterdir()) == []


def test_without_a_recipient_no_bag_is_written(pair: Pair, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        pair.a.run(write_bag, COMPACT, tmp_path / "x.bag", clock=pair.a.now)
    assert refused.value.code == "bag.recipient"
    assert not (tmp_path / "x.bag").exists()


def test_a_frozen_log_takes_no_bag(pair: Pair, courier: Courier, tmp_path: Path) -> None:
    twin = pair.a.twin(tmp_path / "twin")
    meet(twin, pair.b)
    pair.a.append(1)
    twin.append(1)
    courier.read(pair.b, *courier.write(pair.a).paths)
    fork = courier.write(twin).paths
    assert code_of(lambda: courier.read(pair.b, *fork)) == "trusted.fork"
    assert code_of(lambda: courier.read(pair.b, *courier.write(pair.a).paths)) == "log.frozen"
    assert pair.b.entries("IR") == pair.a.entries("IR")
