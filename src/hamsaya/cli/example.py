"""The example that ships with the program: its compact, and what five public reports say, as acts."""

import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hamsaya.core.errors import Refused

if TYPE_CHECKING:
    from hamsaya.node.ledger import Draft

COMPACT = "compact.toml"
RECORDS = "records.toml"
AT_ONCE = 200


def example_folder() -> Traversable:
    """Return the example's folder: part of an installed package, or `examples/` in a checkout."""
    packed = resources.files("hamsaya") / "example"
    if packed.is_dir():
        return packed
    checkout = Path(__file__).resolve().parents[3] / "examples" / "iran-pakistan"
    if not checkout.is_dir():
        raise Refused("example.missing")
    return checkout


def read_acts(party: str) -> list[dict[str, Any]]:
    """Return the example's acts of one party, in order."""
    text = (example_folder() / RECORDS).read_text(encoding="utf-8")
    return [act for act in tomllib.loads(text)["act"] if act["by"] == party]


def load_records(compact: str, party: str) -> int:
    """Sign the example's acts of our side into our log, unless that has been done; return how many there are."""
    from hamsaya.node.ledger import Draft, append
    from hamsaya.node.models import Record

    acts = read_acts(party)
    if Record.objects.filter(compact__name=compact, owner=party, record__in=[act["record"] for act in acts]).exists():
        return len(acts)
    for post, drafts in _by_post(acts, Draft):
        append(compact, drafts, post=post, now=datetime.now(UTC))
    return len(acts)


def _by_post(acts: Sequence[dict[str, Any]], draft: "type[Draft]") -> list[tuple[str, list["Draft"]]]:
    """Return runs of acts by the same post, short enough for one transaction."""
    runs: list[tuple[str, list[Draft]]] = []
    for act in acts:
        made = draft(act["kind"], act["act"], act["record"], act["body"], act.get("audience"), act.get("use"))
        if not runs or runs[-1][0] != act["post"] or len(runs[-1][1]) == AT_ONCE:
            runs.append((act["post"], []))
        runs[-1][1].append(made)
    return runs
