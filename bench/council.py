"""The council measured: the portfolio of 5,000 commitments over 40 sittings, what changed, the brief, publishing.

Run: `python -m bench.council [--commitments 5000]`. Figures are of this machine; the median and the 95th of 10 runs.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.harness import Figure, figure, report
from bench.node_home import fresh_node

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
RUNS = 10


FIGURES: list[Figure] = []


def timed(name: str, work: Callable[[], object], runs: int = RUNS) -> None:
    """Keep the first time, and the median and the 95th percentile of those after it, in milliseconds."""
    start = time.perf_counter()
    work()
    FIGURES.append(figure(f"{name}, first", (time.perf_counter() - start) * 1000, "ms"))
    spent = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        spent.append((time.perf_counter() - start) * 1000)
    cuts = quantiles(spent, n=20)
    FIGURES.append(figure(f"{name}, p50", cuts[9], "ms"))
    FIGURES.append(figure(f"{name}, p95", cuts[18], "ms"))


def fill(count: int) -> None:
    """Write commitments with a score of ours each, and sittings."""
    from hamsaya.node import ledger

    areas = ("political", "security", "border", "markets", "energy")
    drafts = []
    for number in range(count):
        body: dict[str, Any] = {
            "number": f"B{number}", "title": {"en": f"Commitment {number}", "fa": f"تعهد {number}"},
            "wording": {"en": f"Something is to be done {number}."}, "modality": "agreed", "bound": ["IR", "PK"],
            "area": areas[number % 5], "verifiability": number % 4, "due": "2027-03-01",
        }  # fmt: skip
        drafts.append(ledger.Draft("commitment", "enter", f"IR/b{number}", body))
        score = {
            "party": "IR",
            "score": ("begun", "done")[number % 2],
            "direction": "same",
            "sitting": f"IR/s{number % 40}",
        }
        drafts.append(ledger.Draft("commitment", "score", f"IR/b{number}", score))
    for number in range(40):
        call = {"number": f"HCM-{number}", "title": {"en": f"Sitting {number}"}, "form": "remote"}
        drafts.append(ledger.Draft("sitting", "call", f"IR/s{number}", call))
    for at in range(0, len(drafts), 500):
        ledger.append("irpk", drafts[at : at + 500], post="ir-desk", now=NOW - timedelta(days=3650 - at // 10))


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--commitments", type=int, default=5000)
    count = parser.parse_args().commitments
    with fresh_node():
        from hamsaya.core.reader import Reader
        from hamsaya.exchange.paper import papers
        from hamsaya.exchange.paper.sheet import pdf
        from hamsaya.exchange.publish.folder import write
        from hamsaya.exchange.publish.site import Site
        from hamsaya.node import council
        from hamsaya.node.lookup import compact_of
        from hamsaya.people.viewer import Viewer

        fill(count)
        viewer = Viewer.operator("irpk")
        row, agreed = compact_of(viewer, "irpk")
        reader = Reader.of(agreed, row.party, "fa")
        timed(f"portfolio of {count}, read and agreement", lambda: council.agreement(council.items(viewer, "irpk")))
        timed("what changed over 10 years", lambda: council.changes(viewer, "irpk", date(2016, 11, 22)))
        timed(f"brief of {count} as PDF/A", lambda: pdf(papers.brief(viewer, reader, NOW), reader, NOW), 5)
        with tempfile.TemporaryDirectory() as folder:
            timed("publish, nothing released", lambda: write(Site("irpk", NOW), Path(folder) / "public"), 5)
    report("council", FIGURES)


if __name__ == "__main__":
    main()
