"""Hard cases 2, 3 and 4: a backup comes back, a node runs twice, a fork is split over two roads."""

from pathlib import Path

import pytest
from tests.exchange.test_bag import Courier, code_of, meet
from tests.node.world import COMPACT
from tests.simulator import Pair, SimNode

from hamsaya.core.equivocation import verify_equivocation
from hamsaya.exchange.peer import link, shelf
from hamsaya.exchange.peer.reconcile import Reconciled, needs_reconcile, reconcile
from hamsaya.node.trust import key_history

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    made = Pair(tmp_path)
    made.sync()
    return made


def reconciled(pair: Pair, *, accept_loss: bool = False) -> Reconciled:
    done: Reconciled = pair.a.run(reconcile, COMPACT, pair.to_b, pair.a.now, accept_loss=accept_loss, threads=0)
    return done


def proof_of(node: SimNode) -> tuple[int, int]:
    """Return both sizes of the fork that this node can prove to anyone who has the other's keys."""
    with node:
        proof = link.fork_proof(COMPACT)
        assert proof is not None
        found = verify_equivocation(proof, key_history(shelf.shared_heads(COMPACT)[1]).all_keys)
        assert found.first.origin == shelf.shared_heads(COMPACT)[1].origin
        assert link.link_state(COMPACT, 0).light == "frozen"
        return found.first.size, found.second.size


def test_yesterdays_backup_may_not_sign_until_it_has_its_own_entries_back(pair: Pair) -> None:
    pair.a.append(2, text={"lang": "fa", "text": "سه چوپان"})
    backup = pair.a.image()
    pair.a.append(300, text={"lang": "fa", "text": "دو چوپان"})
    pair.sync()
    pair.push_files("IR")
    lost = pair.a.entries("IR")
    pair.a.restore(backup)
    pair.forget("IR")
    assert pair.a.run(needs_reconcile, COMPACT)
    assert code_of(lambda: pair.a.append(1)) == "log.reconcile-first"
    done = reconciled(pair)
    assert (done.before, done.after, done.signed) == (3, 303, 303)
    assert pair.a.entries("IR") == lost
    pair.a.append(1)
    pair.sync()
    assert pair.b.entries("IR") == pair.a.entries("IR")
    assert pair.b.entries("IR")[:303] == lost
    assert pair.a.digest() == pair.b.digest()
    assert pair.b.heads()[1].frozen is None


def test_entries_that_never_left_are_named_before_anyone_goes_on_without_them(pair: Pair) -> None:
    backup = pair.a.image()
    pair.a.append(4)
    pair.a.restore(backup)
    assert code_of(lambda: reconciled(pair)) == "reconcile.lost"
    assert code_of(lambda: pair.a.append(1)) == "log.reconcile-first"
    assert reconciled(pair, accept_loss=True).after == 1
    pair.a.append(1)
    pair.sync()
    assert pair.a.digest() == pair.b.digest()


def test_a_mirror_that_came_from_a_backup_gives_no_receipt_for_less(pair: Pair) -> None:
    """B lost its copy of A's newest entries: A pushes them again, and B's receipts go on."""
    backup = pair.b.image()
    pair.a.append(5)
    pair.sync()
    pair.b.restore(backup)
    pair.forget("PK")
    pair.a.append(1)
    assert pair.push("IR") == 7
    assert pair.b.entries("IR") == pair.a.entries("IR")


@pytest.mark.parametrize(("ours", "theirs"), [(1, 1), (3, 3), (1, 2), (3, 1), (3, 6), (255, 300), (7, 2)])
@pytest.mark.parametrize("road", ["push", "pull"])
def test_two_instances_with_one_key_are_found_out_proven_and_frozen(
    pair: Pair, tmp_path: Path, ours: int, theirs: int, road: str
) -> None:
    twin = pair.a.twin(tmp_path / "twin")
    pair.a.append(ours)
    twin.append(theirs)
    pair.push("IR")
    kept = pair.b.entries("IR")
    pair.to_b.to, pair.to_a.to = pair.b, twin
    if road == "pull":
        assert code_of(lambda: pair.pull("PK")) == "trusted.fork"
    else:
        pair.a = twin
        pair.forget("IR")
        assert code_of(lambda: pair.push("IR")) in {"link.refused", "link.lost-entries"}
    assert pair.b.heads()[1].frozen == "fork"
    assert proof_of(pair.b) == tuple(sorted((ours + 1, theirs + 1)))
    assert pair.b.entries("IR") == kept
    pair.b.append(1)
    assert pair.b.heads()[0].size == 2


@pytest.mark.parametrize("first", ["bag", "online"])
def test_a_fork_split_between_a_bag_and_the_link_is_proven_in_both_orders(
    pair: Pair, tmp_path: Path, first: str
) -> None:
    courier = Courier(pair, tmp_path / "stick")
    twin = pair.a.twin(tmp_path / "twin")
    meet(twin, pair.b)
    pair.a.append(2)
    twin.append(3)
    bag = courier.write(twin).paths
    if first == "bag":
        courier.read(pair.b, *bag)
        assert code_of(lambda: pair.push("IR")) == "link.refused"
    else:
        pair.push("IR")
        assert code_of(lambda: courier.read(pair.b, *bag)) == "trusted.fork"
    assert pair.b.heads()[1].frozen == "fork"
    assert proof_of(pair.b) == (3, 4)


def test_the_one_who_runs_twice_learns_it_too_and_stops_signing(pair: Pair, tmp_path: Path) -> None:
    twin = pair.a.twin(tmp_path / "twin")
    pair.a.append(3)
    twin.append(1)
    pair.push("IR")
    pair.a = twin
    pair.to_a.to = twin
    pair.forget("IR")
    assert code_of(lambda: pair.push("IR")) in {"link.refused", "link.lost-entries"}
    with twin:
        assert code_of(lambda: reconcile(COMPACT, pair.to_b, twin.now, threads=0)) == "trusted.fork"
    assert code_of(lambda: twin.append(1)) == "log.frozen"
