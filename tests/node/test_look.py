"""One look: read once while a page is made, read anew after a write and after it, and never shared by two viewers."""

import pytest
from tests.node.statements import statements
from tests.node.world import NOW, join_compact, letter

from hamsaya.core.errors import Refused
from hamsaya.node import ledger, lookup, queries
from hamsaya.node.look import one_look
from hamsaya.people.viewer import Viewer

pytestmark = pytest.mark.django_db
DUTY = Viewer("irpk", "ir-duty", roles=frozenset({"duty"}))
READER = Viewer("irpk", "ir-reader", roles=frozenset({"reader"}))


@pytest.fixture
def compact(home: object) -> str:
    """A node in one compact, with one letter that is for the desks alone."""
    join_compact()
    ledger.append("irpk", [letter("irpk", "IR/one")], post="ir-duty", now=NOW)
    return "irpk"


def test_what_one_look_has_read_it_does_not_read_again(compact: str) -> None:
    with one_look(), statements() as asked:
        first = queries.our_size(DUTY, compact)
        lookup.row_of(DUTY, compact, "IR/one")
        before = len(asked)
        assert queries.our_size(DUTY, compact) == first
        lookup.row_of(DUTY, compact, "IR/one")
    assert (before, len(asked)) == (3, 3), "the compact, its heads, the row"
    with statements() as asked:
        queries.our_size(DUTY, compact)
        queries.our_size(DUTY, compact)
    assert len(asked) == 4, "outside of a look all is read anew"


def test_a_look_sees_what_was_written_since_and_ends_with_its_block(compact: str) -> None:
    with one_look():
        size = queries.our_size(DUTY, compact)
        assert lookup.row_of(DUTY, compact, "IR/one").acts == 1
        update = ledger.Draft("incident", "update", "IR/one", {"ongoing": False})
        ledger.append(compact, [update], post="ir-duty", now=NOW)
        assert queries.our_size(DUTY, compact) == size + 1
        assert lookup.row_of(DUTY, compact, "IR/one").acts == 2
    ledger.append(compact, [letter(compact)], post="ir-duty", now=NOW)
    assert queries.our_size(DUTY, compact) == size + 2


def test_two_viewers_share_no_row_of_one_look(compact: str) -> None:
    with one_look():
        assert lookup.row_of(DUTY, compact, "IR/one").record == "IR/one"
        with pytest.raises(Refused, match=r"record\.missing"):
            lookup.row_of(READER, compact, "IR/one")
        with pytest.raises(Refused, match=r"compact\.not-yours"):
            lookup.compact_of(Viewer("ir-tm", "ir-duty", roles=DUTY.roles), compact)
