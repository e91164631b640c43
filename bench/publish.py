"""Publishing 10,000 released promises as plain files, then once more when nothing changed, beside a plain copy.

Run: `python -m bench.publish [--released 10000]`. The promises are signed by both and released by both.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.harness import Figure, figure, report
from bench.node_home import fresh_node

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
BATCH = 1000


def text_of(number: int) -> dict[str, Any]:
    """Return the text that both sign."""
    return {
        "wording": {"en": f"Office {number}.", "fa": f"دفتر {number} گشوده می‌شود.", "ur": f"دفتر {number} کھلے گا۔"},
        "definition": {"en": "It is open five days a week."}, "guideline": {"en": "3: it is open."},
        "authentic": "all_equal", "due": "2027-03-01", "character": "agreed_minutes", "binding": "no",
    }  # fmt: skip


def ours(count: int) -> Sequence[Any]:
    """Return our acts: each promise entered and proposed, its release asked for."""
    from hamsaya.node import ledger

    areas = ("political", "security", "border", "markets", "energy")
    drafts = []
    for at in range(count):
        entered = {
            "number": f"B{at}", "title": {"en": f"Office {at}", "fa": f"دفتر {at}", "ur": f"دفتر {at}"},
            "wording": {"en": "As reported."}, "modality": "agreed", "bound": ["IR", "PK"], "area": areas[at % 5],
            "verifiability": 3, "due": "not-stated",
        }  # fmt: skip
        drafts += [
            ledger.Draft("commitment", "enter", f"IR/b{at}", entered),
            ledger.Draft("commitment", "propose", f"IR/b{at}", text_of(at)),
            ledger.Draft(
                "release",
                "ask",
                f"IR/r{at}",
                {"title": {"en": "R"}, "what": "record", "about": f"IR/b{at}"},
                confirmed=True,
            ),
        ]
    return drafts


def fill(count: int) -> None:
    """Write and release everything, both sides."""
    from tests.node.world import Neighbour

    from hamsaya.core.kinds import digest_of
    from hamsaya.node import ledger, projector

    drafts = ours(count)
    for at in range(0, len(drafts), BATCH):
        ledger.append("irpk", drafts[at : at + BATCH], post="ir-desk", now=NOW)
    other = Neighbour()
    for at in range(count):
        other.write("commitment/1", "adopt", f"IR/b{at}", {"digest": digest_of(text_of(at))}, saw=len(drafts))
        other.write("release/1", "consent", f"IR/r{at}", {}, saw=len(drafts))
    ledger.receive("irpk", other.verified(), other.note(), now=NOW + timedelta(hours=1))
    projector.project_all("irpk")


def timed(work: Any) -> float:
    """Return the seconds that the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--released", type=int, default=10_000)
    count = parser.parse_args().released
    figures: list[Figure] = []
    with fresh_node(), tempfile.TemporaryDirectory() as folder:
        from hamsaya.exchange.publish.folder import write
        from hamsaya.exchange.publish.site import Site

        fill(count)
        public = Path(folder) / "public"
        sites = [Site("irpk", NOW + timedelta(days=1)) for _ in range(2)]
        first = timed(lambda: write(sites[0], public))
        again = timed(lambda: write(sites[1], public))
        copied = timed(lambda: shutil.copytree(public.resolve(), Path(folder) / "copy"))
        if len(sites[0].found.promises) != count:
            raise SystemExit("not everything was released")
        beside = ("copying the files", copied)
        figures.append(figure(f"publish {count} promises", first, "s", *beside))
        figures.append(figure(f"publish {count} promises again, unchanged", again, "s", *beside))
        figures.append(figure("records a second", count / first, "records/s"))
    report("publish", figures)


if __name__ == "__main__":
    main()
