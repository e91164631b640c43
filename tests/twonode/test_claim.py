"""The worked case on two nodes: a claim of a joint operation, one side's answers, the other's silence, then a line."""

from pathlib import Path
from typing import Any

import pytest
from tests.node.world import COMPACT
from tests.simulator import Pair, SimNode

from hamsaya.core.agreement import in_force, open_texts
from hamsaya.core.fields import format_instant
from hamsaya.core.text import LANGUAGES
from hamsaya.exchange.publish.released import released
from hamsaya.node import ledger, queries
from hamsaya.people.viewer import Viewer
from hamsaya.records.claim import joint_verdict, public_line

pytestmark = pytest.mark.django_db
CLAIM = "PK/claim-joint"
PARTS = [{"en": "Forces of both carried out a joint operation."}, {"en": "It took place on the shared border."}]
LINE = {lang: f"The operation was not joint ({lang})." for lang in LANGUAGES}


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """Pakistan takes the claim in, answers, says who it says made it up, and tells of its own operation."""
    made = Pair(tmp_path)
    act(made.b, "claim", "enter", CLAIM, title={"en": "A joint operation"}, parts=PARTS, first_seen="not-stated",
        spread="not_stated", danger="forces", near=["PK/notice"])  # fmt: skip
    act(made.b, "claim", "ask", CLAIM, questions=["happened", "joint"])
    act(made.b, "claim", "answer", CLAIM, part=1, verdict="false")
    act(made.b, "claim", "answer", CLAIM, part=2, verdict="ours_not_joint")
    act(made.b, "claim", "attribute", CLAIM, words={"en": "Said to be made up by others."})
    made.sync()
    return made


def act(node: SimNode, kind: str, name: str, record: str, /, **body: Any) -> None:
    """Make one act on a node."""
    with node:
        draft = ledger.Draft(kind, name, record, body, confirmed=True)
        ledger.append(COMPACT, [draft], post=f"{node.party.lower()}-d", now=node.now())


def claims(pair: Pair) -> list[Any]:
    """Return the claim as each node has it."""
    found = []
    for node in (pair.a, pair.b):
        with node:
            found.append(queries.record(Viewer.operator(COMPACT), COMPACT, CLAIM).state)
    return found


def test_while_one_side_is_silent_there_is_no_joint_verdict_and_the_origin_stands_apart(pair: Pair) -> None:
    ours, theirs = claims(pair)
    assert ours == theirs
    assert [joint_verdict(ours, part) for part in (1, 2)] == [None, None]
    assert [set(ours.answers[part]) for part in ("1", "2")] == [{"PK"}, {"PK"}]
    assert list(ours.attributions) == ["PK"]
    assert pair.a.digest() == pair.b.digest()


def test_a_line_signed_by_both_is_public_only_by_both_and_not_before_its_time(pair: Pair) -> None:
    act(pair.a, "claim", "answer", CLAIM, part=1, verdict="false")
    act(pair.a, "claim", "propose", CLAIM, words=LINE)
    pair.sync()
    ours, theirs = claims(pair)
    assert ours == theirs
    assert [joint_verdict(theirs, part) for part in (1, 2)] == ["false", None]
    (digest,) = open_texts(theirs)
    act(pair.b, "claim", "sign", CLAIM, digest=digest)
    act(pair.b, "claim", "consent", CLAIM, digest=digest)
    pair.sync()
    assert [in_force(state) for state in claims(pair)] == [digest, digest]
    with pair.a:
        assert released(COMPACT, pair.a.now()).lines == ()
    later = pair.a.now().replace(hour=20, minute=0, second=0)
    act(pair.a, "claim", "consent", CLAIM, digest=digest, not_before=format_instant(later))
    pair.sync()
    for node in (pair.a, pair.b):
        with node:
            assert released(COMPACT, later.replace(hour=19, minute=59)).lines == ()
            (line,) = released(COMPACT, later).lines
        assert (line.words, line.party, line.digest) == (LINE, "", digest)
    assert public_line(claims(pair)[0], format_instant(later)) is not None


def test_a_side_publishes_its_own_line_and_not_the_others_answer(pair: Pair) -> None:
    act(pair.b, "claim", "publish", CLAIM, words={lang: f"We acted alone ({lang})." for lang in LANGUAGES})
    pair.sync()
    with pair.b:
        (line,) = released(COMPACT, pair.b.now()).lines
    assert (line.party, line.words["en"]) == ("PK", "We acted alone (en).")
    with pair.a:
        assert released(COMPACT, pair.a.now()).lines == ()
