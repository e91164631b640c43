"""The only door for the neighbour's bytes: in order, verified, and nothing changed by what is refused."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.writer import Log, key, key_entry

from hamsaya.core import canonical
from hamsaya.core.checkpoint import Checkpoint, sign_checkpoint
from hamsaya.core.entry import decode_entry
from hamsaya.core.equivocation import verify_equivocation
from hamsaya.core.errors import Untrusted
from hamsaya.core.keys import name_body, revoke_body, rotate_body
from hamsaya.core.merkle import Frontier
from hamsaya.core.package import package_ranges
from hamsaya.core.trusted import MAX_KEY_ENTRIES, Checked, Fork, TrustedLog, Verified, find_keys

LOG = Log().fill(700)


def state(trusted: TrustedLog) -> tuple[object, ...]:
    return trusted.keys, trusted.frontier, trusted.finished, trusted.pending


def refused(trusted: TrustedLog, code: str, call: Callable[[], object]) -> Untrusted:
    """Check that the call is refused with `code` and changes nothing."""
    before = state(trusted)
    with pytest.raises(Untrusted) as caught:
        call()
    assert caught.value.code == code
    assert state(trusted) == before
    return caught.value


def mirror(log: Log, size: int | None = None) -> TrustedLog:
    trusted = log.trusted()
    log.send(trusted, size)
    return trusted


def test_a_log_arrives_whole_and_verified() -> None:
    assert LOG.trusted().checkpoint is None
    trusted = LOG.trusted()
    trusted.update_checkpoint(LOG.note(), key_entries=LOG.first_keys())
    found: list[Verified] = []
    for start, end in package_ranges(0, 700):
        found += trusted.accept_package(*LOG.package(start, end, 700))
    assert trusted.finish() == trusted.checkpoint == Checkpoint(LOG.origin, 700, LOG.root_at(700))
    assert trusted.origin == LOG.origin
    assert [each.data for each in found] == LOG.entries
    assert [each.index for each in found] == list(range(700))
    assert [each.leaf for each in found] == [sha256(b"\x00" + each).digest() for each in LOG.entries]
    assert decode_entry(found[5].data).record == "IR/letter-5"
    assert trusted.keys.current == LOG.node.verify_key


@given(st.lists(st.integers(1, 700), max_size=4), st.integers(5, 8), st.data())
@settings(max_examples=25, deadline=None)
def test_any_growth_with_restarts_ends_in_the_same_state(sizes: list[int], height: int, data: st.DataObject) -> None:
    trusted = LOG.trusted()
    for size in [*sorted({*sizes, 1}), 700]:
        trusted.update_checkpoint(LOG.note(size), key_entries=LOG.first_keys())
        at = trusted.frontier.size
        while at < size:
            end = min(size, (at >> height) + 1 << height)
            trusted.accept_package(*LOG.package(at, end, size))
            at = end
            if data.draw(st.booleans()) and trusted.finished:
                trusted = TrustedLog(
                    trusted.keys, Frontier.from_bytes(trusted.frontier.to_bytes()), trusted.finished.note
                )
                trusted.update_checkpoint(LOG.note(size))
        trusted.finish()
    assert state(trusted) == state(mirror(LOG))


def test_the_same_checkpoint_again_changes_nothing() -> None:
    trusted = mirror(LOG)
    before = state(trusted)
    trusted.update_checkpoint(LOG.note())
    trusted.finish()
    assert state(trusted) == before


def test_an_empty_log_is_a_log() -> None:
    trusted = mirror(LOG, 1)
    assert trusted.checkpoint == Checkpoint(LOG.origin, 1, LOG.root_at(1))


def test_order_matters() -> None:
    trusted = LOG.trusted()
    refused(trusted, "trusted.no-checkpoint", lambda: trusted.accept_package(*LOG.package(0, 256, 700)))
    refused(trusted, "trusted.no-checkpoint", trusted.finish)
    trusted.update_checkpoint(LOG.note(), key_entries=LOG.first_keys())
    refused(trusted, "trusted.incomplete", trusted.finish)
    gap = refused(trusted, "trusted.gap", lambda: trusted.accept_package(*LOG.package(256, 512, 700)))
    assert gap.params == {"start": 256, "expected": 0}
    trusted.accept_package(*LOG.package(0, 256, 700))
    refused(trusted, "trusted.gap", lambda: trusted.accept_package(*LOG.package(0, 256, 700)))


def test_a_forged_entry_spoils_its_package() -> None:
    trusted = LOG.trusted()
    trusted.update_checkpoint(LOG.note(), key_entries=LOG.first_keys())
    start, entries, path = LOG.package(0, 256, 700)
    forged = [*entries[:-1], entries[-1].replace(b"IR/letter", b"IR/lettes")]
    for wrong in (forged, entries[::-1]):
        refused(trusted, "package.proof", lambda wrong=wrong: trusted.accept_package(start, wrong, path))  # type: ignore[misc]
    refused(trusted, "package.range", lambda: trusted.accept_package(start, [], path))
    refused(trusted, "package.range", lambda: trusted.accept_package(start, entries[:-1], path))
    refused(trusted, "package.range", lambda: trusted.accept_package(start, [*entries, b"1"], path))
    refused(trusted, "merkle.path-length", lambda: trusted.accept_package(start, entries, path[:-1]))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"a": 1}', "canonical.not-canonical"),
        (b'{"a":1,"a":1}', "canonical.not-canonical"),
        (b'{"a":1.5}', "canonical.float"),
        (b'"\xed\xa0\x80"', "canonical.not-json"),
        (b'"' + b"x" * 65_534 + b'"', "entry.too-long"),
    ],
)
def test_what_the_neighbour_signed_must_still_be_canonical(data: bytes, code: str) -> None:
    log = Log()
    log.append(data)
    trusted = log.trusted()
    trusted.update_checkpoint(log.note(), key_entries=log.first_keys())
    refused(trusted, code, lambda: trusted.accept_package(*log.package(0, 2, 2)))


def test_entries_of_an_unknown_shape_are_let_through_as_they_are() -> None:
    log = Log()
    log.append(b"[]", b'{"v":9}')
    trusted = log.trusted()
    trusted.update_checkpoint(log.note(), key_entries=log.first_keys())
    assert [each.data for each in trusted.accept_package(*log.package(0, 3, 3))][1:] == [b"[]", b'{"v":9}']


def test_entries_whose_form_was_checked_ahead_are_proven_and_their_keys_applied_all_the_same() -> None:
    trusted = LOG.trusted()
    trusted.update_checkpoint(LOG.note(), key_entries=LOG.first_keys())
    start, entries, path = LOG.package(0, 256, 700)
    checked = Checked(entries, find_keys(entries))
    assert list(checked.keys) == [0]
    wrong = Checked([entries[0], b"{}", *entries[2:]], checked.keys)
    refused(trusted, "package.proof", lambda: trusted.accept_package(start, wrong, path))
    assert [each.data for each in trusted.accept_package(start, checked, path)] == list(entries)
    assert trusted.keys.current == LOG.node.verify_key


def test_a_stranger_cannot_open_the_door() -> None:
    trusted = LOG.trusted()
    refused(trusted, "note.no-known-key", lambda: trusted.update_checkpoint(LOG.note()))
    forged = LOG.note(signer=key(LOG.origin, "forger"))
    refused(trusted, "note.no-known-key", lambda: trusted.update_checkpoint(forged, key_entries=LOG.first_keys()))
    other = Log("b.example/log")
    refused(trusted, "trusted.origin", lambda: trusted.update_checkpoint(other.note(), key_entries=other.first_keys()))
    refused(trusted, "note.shape", lambda: trusted.update_checkpoint(b""))


def test_an_older_checkpoint_is_told_apart_from_a_fork() -> None:
    trusted = mirror(LOG)
    older = refused(trusted, "trusted.older", lambda: trusted.update_checkpoint(LOG.note(300)))
    assert older.params == {"size": 300, "held": 700}
    assert trusted.compare_older(LOG.note(300), LOG.read_hash).size == 300
    assert trusted.compare_older(LOG.note(700), LOG.read_hash).size == 700
    longer = Log().fill(701)
    refused(trusted, "trusted.newer", lambda: trusted.compare_older(longer.note(), LOG.read_hash))
    fresh = LOG.trusted()
    refused(fresh, "note.no-known-key", lambda: fresh.compare_older(LOG.note(300), LOG.read_hash))


def test_nothing_is_older_than_a_log_not_received_yet() -> None:
    trusted = LOG.trusted()
    trusted.update_checkpoint(LOG.note(), key_entries=LOG.first_keys())
    trusted.accept_package(*LOG.package(0, 256, 700))
    refused(trusted, "trusted.newer", lambda: trusted.compare_older(LOG.note(100), LOG.read_hash))


BRANCH = Log().fill(300)
BRANCH.fill(900, "another history")
EARLY = Log().fill(900, "another history from the start")


def proven(trusted: TrustedLog, log: Log, call: Callable[[], object]) -> None:
    """Check that the call raises Fork, changes nothing, and hands out a proof that a stranger accepts."""
    before = state(trusted)
    with pytest.raises(Fork) as caught:
        call()
    assert state(trusted) == before
    assert verify_equivocation(caught.value.proof, [log.node.verify_key]).origin == log.origin
    assert caught.value.first != caught.value.second


def test_same_size_and_another_root_is_a_fork() -> None:
    trusted = mirror(LOG)
    proven(trusted, LOG, lambda: trusted.update_checkpoint(BRANCH.note(700)))
    proven(trusted, LOG, lambda: trusted.compare_older(BRANCH.note(700), LOG.read_hash))


def test_two_pending_checkpoints_of_one_size_are_a_fork() -> None:
    trusted = LOG.trusted()
    trusted.update_checkpoint(LOG.note(), key_entries=LOG.first_keys())
    proven(trusted, LOG, lambda: trusted.update_checkpoint(EARLY.note(700), key_entries=EARLY.first_keys()))


def test_a_longer_branch_is_a_fork_once_its_path_is_shown() -> None:
    trusted = mirror(LOG)
    proven(trusted, LOG, lambda: trusted.update_checkpoint(BRANCH.note(), prefix=BRANCH.prefix(700, 900)))
    refused(trusted, "trusted.prefix", lambda: trusted.update_checkpoint(BRANCH.note(), prefix=EARLY.prefix(700, 900)))
    refused(trusted, "merkle.path-length", lambda: trusted.update_checkpoint(BRANCH.note(), prefix=()))


def test_an_honest_path_is_taken() -> None:
    trusted = mirror(BRANCH, 700)
    trusted.update_checkpoint(BRANCH.note(), prefix=BRANCH.prefix(700, 900))
    BRANCH.send(trusted)
    assert trusted.checkpoint == Checkpoint(BRANCH.origin, 900, BRANCH.root_at(900))


def test_a_longer_branch_without_a_path_gets_no_further() -> None:
    trusted = mirror(LOG)
    trusted.update_checkpoint(BRANCH.note())
    refused(trusted, "package.proof", lambda: trusted.accept_package(*BRANCH.package(700, 768, 900)))
    aligned = mirror(LOG, 512)
    aligned.update_checkpoint(EARLY.note())
    refused(aligned, "package.fork", lambda: aligned.accept_package(*EARLY.package(512, 768, 900)))


def test_a_shorter_branch_is_a_fork_against_our_copy() -> None:
    trusted = mirror(LOG)
    proven(trusted, LOG, lambda: trusted.compare_older(BRANCH.note(500), LOG.read_hash))


def test_a_frontier_on_another_branch_does_not_finish() -> None:
    trusted = LOG.trusted()
    trusted.update_checkpoint(LOG.note(), key_entries=LOG.first_keys())
    trusted.accept_package(*LOG.package(0, 256, 700))
    trusted.accept_package(*LOG.package(256, 512, 700))
    trusted.update_checkpoint(BRANCH.note(512))
    refused(trusted, "trusted.root", trusted.finish)


def test_stored_state_must_fit() -> None:
    keys = mirror(LOG).keys
    for wrong, code in (
        ((keys, Frontier(), LOG.note(5)), "trusted.state"),
        ((keys, None, BRANCH.note(900)), "trusted.state"),
    ):
        with pytest.raises(Untrusted) as caught:
            TrustedLog(*wrong)
        assert caught.value.code == code
    with pytest.raises(Untrusted) as caught:
        TrustedLog(LOG.keys(), None, LOG.note(5))
    assert caught.value.code == "note.no-known-key"


def rotated() -> tuple[Log, list[tuple[int, bytes]]]:
    """Return a log that changed its node key twice, at 300 and at 500, and its key entries."""
    log = Log().fill(300)
    two, three = key(log.origin, "node 2"), key(log.origin, "node 3")
    log.append(key_entry("rotate", rotate_body(log.node, two)))
    log.fill(500)
    log.append(key_entry("rotate", rotate_body(two, three)))
    log.fill(600)
    log.node = three
    return log, [(index, log.entries[index]) for index in (0, 300, 500)]


def test_two_handovers_during_a_long_absence() -> None:
    log, key_entries = rotated()
    trusted = log.trusted()
    refused(trusted, "note.no-known-key", lambda: trusted.update_checkpoint(log.note(), key_entries=key_entries[:2]))
    trusted.update_checkpoint(log.note(), key_entries=key_entries)
    for start, end in package_ranges(0, 600):
        trusted.accept_package(*log.package(start, end, 600))
    trusted.finish()
    assert trusted.keys.current == log.node.verify_key
    refused(trusted, "note.no-known-key", lambda: trusted.update_checkpoint(log.note(600, key(log.origin, "node 1"))))
    trusted.update_checkpoint(log.note(), key_entries=key_entries)


def test_foreseen_keys_that_the_log_does_not_hold_are_worth_nothing() -> None:
    log = Log().fill(10)
    two = key(log.origin, "node 2")
    promised = (9, key_entry("rotate", rotate_body(log.node, two)))
    trusted = log.trusted()
    trusted.update_checkpoint(log.note(signer=two), key_entries=[*log.first_keys(), promised])
    trusted.accept_package(*log.package(0, 10, 10))
    refused(trusted, "note.no-known-key", trusted.finish)


def test_foreseen_keys_are_limited_and_canonical() -> None:
    trusted = LOG.trusted()
    many = [LOG.first_keys()[0]] * (MAX_KEY_ENTRIES + 1)
    refused(trusted, "trusted.key-entries", lambda: trusted.update_checkpoint(LOG.note(), key_entries=many))
    refused(trusted, "canonical.not-canonical", lambda: trusted.update_checkpoint(LOG.note(), key_entries=[(0, b" 1")]))


def test_after_a_theft_the_thief_signs_in_vain() -> None:
    log = Log().fill(50)
    thief = log.node
    trusted = mirror(log, 40)
    log.node = key(log.origin, "node 2")
    log.append(key_entry("revoke", revoke_body(log.root, thief.verify_key, 40)))
    log.append(key_entry("name", name_body(log.root, log.node.verify_key)))
    trusted.update_checkpoint(log.note(), key_entries=[(index, log.entries[index]) for index in (50, 51)])
    trusted.accept_package(*log.package(40, 52, 52))
    trusted.finish()
    forged = sign_checkpoint(Checkpoint(log.origin, 60, LOG.root_at(60)), thief)
    refused(trusted, "note.no-known-key", lambda: trusted.update_checkpoint(forged))
    refused(trusted, "note.no-known-key", lambda: trusted.update_checkpoint(forged, cosigned=True))


def test_a_checkpoint_that_we_had_cosigned_outlives_the_revocation() -> None:
    log = Log().fill(50)
    cosigned = log.note(45)
    trusted = mirror(log, 45)
    revoked = trusted.keys.apply(
        50, canonical.decode(key_entry("revoke", revoke_body(log.root, log.node.verify_key, 40)))
    )
    again = TrustedLog(revoked, trusted.frontier, cosigned)
    refused(again, "note.no-known-key", lambda: again.update_checkpoint(cosigned))
    again.update_checkpoint(cosigned, cosigned=True)
    again.finish()
    assert again.checkpoint == Checkpoint(log.origin, 45, log.root_at(45))
    refused(again, "note.no-known-key", lambda: again.compare_older(cosigned, log.read_hash))
    assert again.compare_older(cosigned, log.read_hash, cosigned=True).size == 45
