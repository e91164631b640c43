"""Texts that two parties sign: put forward by one, signed by both under one digest, withdrawn, replaced.

Agreement names a digest: "I agree to text X". A text is in force when both signatures under it stand. Where one side
withdraws while the other accepts, the acceptance counts if its writer had not yet seen the withdrawal (protocol,
joint records). Nothing here needs a clock.
"""

from typing import Any, TypeVar

from hamsaya.core.errors import Refused
from hamsaya.core.kinds import Position, State, digest_of

INDEX, SEEN, AT, POST = range(4)
"""What is kept of a signature: its index, how much of the other log it had seen, claimed time, post."""
CHARACTERS = (
    "treaty", "memorandum_of_understanding", "agreed_minutes", "joint_statement", "one_sided_statement",
    "press_report_only",
)  # fmt: skip
BINDING = ("yes", "no", "not_stated")
AUTHENTIC = ("all_equal", "en", "fa", "ur")
"""What a text may say of itself: its legal character, whether it is meant to bind, which language decides."""


class Agreeing(State, frozen=True, kw_only=True):
    """A state in which texts are put forward and signed. A text may carry a `topic`: each topic has its own."""

    texts: dict[str, dict[str, Any]] = {}
    """Text by digest."""
    signed: dict[str, dict[str, list[Any]]] = {}
    """Digest to party to [index, seen, claimed time, post]."""
    withdrawn: dict[str, dict[str, int]] = {}
    """Digest to party to the index of its withdrawal."""


A = TypeVar("A", bound=Agreeing)


def put_forward(state: A, text: dict[str, Any], at: Position) -> A:
    """Put a text forward and sign it; the same state where that party has signed it already."""
    digest = digest_of(text)
    after = sign(state, digest, at)
    return after if after is state else after.replace(texts={**state.texts, digest: text})


def sign(state: A, digest: str, at: Position) -> A:
    """Sign what the digest names; a second signature by the same party changes nothing."""
    before = state.signed.get(digest, {})
    if at.party in before:
        return state
    mine = [at.index, at.seen, at.at, at.post]
    return state.replace(signed={**state.signed, digest: {**before, at.party: mine}})


def withdraw(state: A, digest: str, at: Position) -> A:
    """Take one's own signature back; once only."""
    before = state.withdrawn.get(digest, {})
    if at.party not in state.signed.get(digest, {}) or at.party in before:
        return state
    return state.replace(withdrawn={**state.withdrawn, digest: {**before, at.party: at.index}})


def check_signature(state: Agreeing, digest: str, at: Position, *, back: bool = False) -> None:
    """Raise Refused for a text nobody put forward, one that was withdrawn, or (`back`) one that both have signed."""
    if digest not in state.texts:
        raise Refused("commitment.unknown-text")
    if not back and set(state.withdrawn.get(digest, {})) - {at.party}:
        raise Refused("commitment.text-withdrawn")
    if back and digest in adopted(state, state.texts[digest].get("topic", "")):
        raise Refused("commitment.already-adopted")


def adopted(state: Agreeing, topic: str = "") -> tuple[str, ...]:
    """Return the digests that both signatures stand under, the oldest first by the first signatory's log."""
    standing = []
    for digest, signatures in state.signed.items():
        if len(signatures) == 2 and _is_of_topic(state, digest, topic) and _both_stand(state, digest):
            (_, one), (_, two) = sorted(signatures.items())
            standing.append((one[INDEX], two[INDEX], digest))
    return tuple(digest for _, _, digest in sorted(standing))


def in_force(state: Agreeing, topic: str = "") -> str | None:
    """Return the digest of the newest text that both have signed, or None."""
    found = adopted(state, topic)
    return found[-1] if found else None


def open_texts(state: Agreeing, topic: str = "") -> dict[str, tuple[str, ...]]:
    """Return the digests that wait for a signature, with who has signed each.

    Replaced ones are left out, and those from which somebody took a signature back: no later one can put them in force.
    """
    both = adopted(state, topic)
    latest = state.signed.get(both[-1], {}) if both else {}
    found = {}
    for digest in state.texts:
        if not _is_of_topic(state, digest, topic):
            continue
        hands = {} if state.withdrawn.get(digest) else state.signed.get(digest, {})
        newer = [party for party, mark in hands.items() if party not in latest or mark[INDEX] > latest[party][INDEX]]
        if newer and digest not in both:
            found[digest] = tuple(sorted(hands))
    return found


def must_sign(state: Agreeing, parties: tuple[str, str], topic: str = "") -> set[str]:
    """Return the parties whose signature an open text waits for."""
    return {party for hands in open_texts(state, topic).values() for party in parties if party not in hands}


def adopted_at(state: Agreeing, digest: str) -> str:
    """Return when the second signature was given, by its writer's own clock."""
    return max((str(mark[AT]) for mark in state.signed.get(digest, {}).values()), default="")


def too_late(state: Agreeing) -> tuple[str, ...]:
    """Return the digests that one side signed after it had seen the other take its signature back."""
    found = []
    for digest, signatures in state.signed.items():
        if len(signatures) == 2 and not _both_stand(state, digest):
            found.append(digest)
    return tuple(sorted(found))


def apart(state: Agreeing, topic: str = "") -> tuple[str, ...]:
    """Return the open digests where each party stands under another text than the other."""
    waiting = open_texts(state, topic)
    alone = {hands[0] for hands in waiting.values() if len(hands) == 1}
    return tuple(sorted(waiting)) if len(alone) == 2 else ()


def _is_of_topic(state: Agreeing, digest: str, topic: str) -> bool:
    text = state.texts.get(digest)
    return text is not None and text.get("topic", "") == topic


def _both_stand(state: Agreeing, digest: str) -> bool:
    return all(_stands(state, digest, party) for party in state.signed[digest])


def _stands(state: Agreeing, digest: str, party: str) -> bool:
    """Tell whether a signature stands: not withdrawn, or withdrawn after the other had accepted unseeing."""
    index = state.withdrawn.get(digest, {}).get(party)
    if index is None:
        return True
    other = next(mark for name, mark in state.signed[digest].items() if name != party)
    return bool(other[SEEN] <= index)
