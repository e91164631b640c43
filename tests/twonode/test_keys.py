"""Hard case 8: rotation while the neighbour is away, revocation before, between and after, back-dated entries."""

from pathlib import Path

import pytest
from tests.exchange.test_bag import code_of
from tests.node.world import COMPACT, NOW, root_key
from tests.simulator import Pair, SimNode

from hamsaya.core.keys import SigningKey, name_body, revoke_body, rotate_body
from hamsaya.exchange.peer import shelf
from hamsaya.node import sql
from hamsaya.node.join import add_key_entry
from hamsaya.node.keyring import create_key, key_path, read_key
from hamsaya.node.trust import key_history

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    made = Pair(tmp_path)
    made.sync()
    return made


def key_of(node: SimNode) -> SigningKey:
    return read_key(key_path(node.home.keys, COMPACT))


def rotate(node: SimNode, *, by_root: bool = False) -> None:
    """Put a new key in office: its file, and the entry that names it, signed by the old key or by the root."""
    file = key_path(node.home.keys, COMPACT)
    old = key_of(node)
    made = create_key(file.with_suffix(".next"), old.name)
    with node, sql.writing():
        file.with_suffix(".next").replace(file)
        if by_root:
            root = root_key(COMPACT, node.party)
            add_key_entry(COMPACT, "name", name_body(root, made.verify_key), now=NOW)
        else:
            add_key_entry(COMPACT, "rotate", rotate_body(old, made), now=NOW)


def revoke(node: SimNode, key: SigningKey, last: int) -> None:
    with node, sql.writing():
        add_key_entry(COMPACT, "revoke", revoke_body(root_key(COMPACT, node.party), key.verify_key, last), now=NOW)


@pytest.mark.parametrize("road", ["push", "pull"])
def test_months_of_rotations_are_followed_when_the_neighbour_comes_back(pair: Pair, road: str) -> None:
    for _ in range(4):
        pair.a.append(70)
        rotate(pair.a)
    pair.a.append(3)
    if road == "pull":
        pair.pull("PK")
    pair.sync()
    assert pair.b.entries("IR") == pair.a.entries("IR")
    history = pair.b.run(lambda: key_history(shelf.shared_heads(COMPACT)[1]))
    assert (history.current, history.flags) == (key_of(pair.a).verify_key, ())
    pair.b.append(1)
    pair.sync()
    assert pair.a.digest() == pair.b.digest()


def test_a_stolen_key_signs_nothing_after_rotation(pair: Pair, tmp_path: Path) -> None:
    """The thief holds the old key and back-dates entries; the log has moved on to another key."""
    thief = pair.a.twin(tmp_path / "thief")
    rotate(pair.a)
    pair.a.append(2)
    pair.push("IR")
    thief.append(6)
    pair.to_b.to, pair.a = pair.b, thief
    pair.forget("IR")
    kept = pair.b.entries("IR")
    assert code_of(lambda: pair.push("IR")) in {"link.refused", "link.lost-entries"}
    assert pair.b.entries("IR") == kept


def test_what_was_cosigned_before_a_revocation_stays_valid(pair: Pair) -> None:
    pair.a.append(2)
    pair.sync()
    old = key_of(pair.a)
    rotate(pair.a, by_root=True)
    revoke(pair.a, old, 2)
    pair.a.append(1)
    pair.sync()
    assert pair.b.entries("IR") == pair.a.entries("IR")
    history = pair.b.run(lambda: key_history(shelf.shared_heads(COMPACT)[1]))
    assert [key.is_valid(3, cosigned=True) for key in history.named] == [True, False]
    assert history.named[0].is_valid(3, cosigned=False) is False
    assert history.flags == ()


def test_after_a_revocation_has_arrived_the_old_key_opens_nothing(pair: Pair, tmp_path: Path) -> None:
    thief = pair.a.twin(tmp_path / "thief")
    old = key_of(pair.a)
    rotate(pair.a, by_root=True)
    revoke(pair.a, old, 1)
    pair.push("IR")
    kept = pair.b.entries("IR")
    thief.append(9)
    pair.a = thief
    pair.forget("IR")
    assert code_of(lambda: pair.push("IR")) == "link.refused"
    assert pair.b.entries("IR") == kept
    assert pair.b.heads()[1].frozen in (None, "fork")
