"""Both nodes at one table: what the tests of the council on two nodes begin with."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.node.world import COMPACT, NOW
from tests.simulator import Pair, SimNode

from hamsaya.core import meeting
from hamsaya.core.entry import Entry, Seen, encode_entry
from hamsaya.core.kinds import digest_of
from hamsaya.core.merkle import leaf_hash
from hamsaya.node import ledger, queries, sql
from hamsaya.node.head import read_pair, write_head
from hamsaya.people.viewer import Viewer

OPERATOR = Viewer.operator(COMPACT)
PARTIES = ("IR", "PK")
ENTERED: dict[str, Any] = {
    "title": {"en": "Officers in two towns"}, "wording": {"en": "Officers are to be stationed."}, "modality": "agreed",
    "bound": ["IR", "PK"], "area": "security", "verifiability": 3, "due": "not-stated",
}  # fmt: skip
TEXT: dict[str, Any] = {
    "wording": {"en": "Officers are stationed in two towns."}, "authentic": "all_equal",
    "definition": {"en": "One officer of each side has worked in each town for ten days."},
    "guideline": {"en": "1: named. 2: in post. 3: at work."}, "due": "2027-03-01", "character": "agreed_minutes",
    "binding": "no", "bound": ["IR", "PK"], "offices": ["ir-director", "pk-director"],
}  # fmt: skip
DIGEST = digest_of(TEXT)
ITEM: dict[str, Any] = {
    "item": "decision", "text": {"en": "The market opens."}, "limit": "2027-03-01", "character": "agreed_minutes",
    "binding": "no",
}  # fmt: skip
C02, HCM = "IR/c02", "IR/hcm-01"


class Table:
    """Both nodes at one table: acts by party and record, on a simulated day."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.nodes: dict[str, SimNode] = {"IR": pair.a, "PK": pair.b}

    def day(self, text: str) -> None:
        """Set both clocks to that day."""
        for node in self.nodes.values():
            node.skew = timedelta(days=(date.fromisoformat(text) - NOW.date()).days)

    def act(self, party: str, record: str, act: str, /, **body: Any) -> None:
        """Sign an act by the rules."""
        node = self.nodes[party]
        kind = "office" if "office" in record else "sitting" if "hcm" in record else "commitment"
        with node:
            draft = ledger.Draft(kind, act, record, body)
            ledger.append(COMPACT, [draft], post=f"{party.lower()}-director", now=node.now())

    def force(self, party: str, record: str, act: str, /, **body: Any) -> None:
        """Sign an act that the rules refuse, as a neighbour's other program might: it arrives all the same."""
        node = self.nodes[party]
        kind = "sitting/1" if "hcm" in record else "commitment/1"
        with node, sql.writing():
            head, theirs = read_pair(COMPACT)
            at = node.now()
            seen = Seen(theirs.size, theirs.root.hex())
            stamp = at.strftime("%Y-%m-%dT%H:%M:%SZ")
            post = f"{party.lower()}-director"
            data = encode_entry(Entry(kind, act, record, post, stamp, seen, "GOV", "U0", body))
            write_head(ledger.sign_grown(head, [(leaf_hash(data), data)], int(at.timestamp())))

    def sync(self) -> None:
        """Let both logs arrive on the other side."""
        self.pair.sync()

    def on_both(self, look: Any) -> Any:
        """Return what both nodes find; it must be the same, and so must the digest over all records."""
        self.sync()
        digests = [node.digest() for node in self.nodes.values()]
        assert digests[0] == digests[1]
        found = [node.run(look) for node in self.nodes.values()]
        assert found[0] == found[1]
        return found[0]

    def state(self, record: str) -> Any:
        """Return a record's state, the same on both nodes."""
        return self.on_both(lambda: queries.record(OPERATOR, COMPACT, record).state)


def laid_table(path: Path) -> Table:
    """Return a table at which IR has proposed a commitment and called a sitting on 1 December."""
    made = Table(Pair(path))
    made.day("2026-12-01")
    made.sync()
    made.act("IR", C02, "enter", number="C02", **ENTERED)
    made.act("IR", C02, "propose", **TEXT)
    made.act("IR", HCM, "call", number="HCM-01", title={"en": "First"}, form="in_person", host="IR",
             days=["2026-12-20", "2026-12-21"])  # fmt: skip
    made.sync()
    return made


def present(table: Table, record: str, number: str, **changes: Any) -> str:
    """Let IR put minutes of one item before the chairs; return their digest."""
    text: dict[str, Any] = {
        "items": [meeting.item_digest(ITEM, "IR")], "next_day": "2027-06-20", "next_host": "PK",
        "authentic": "all_equal", **changes,
    }  # fmt: skip
    table.act("IR", record, "present", **text)
    return digest_of({**text, "topic": "minutes", "number": number})
