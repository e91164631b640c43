"""Full-text search over 100,000 records in three languages, beside the same question with LIKE and with tantivy.

Run: `python -m bench.search [--records 100000]`; on PostgreSQL with HAMSAYA_BENCH_DATABASE. The questions are typed as
people type them: with Arabic letters for Persian ones, without half-spaces, with either set of digits.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.council import FIGURES, timed
from bench.harness import figure, peer, report
from bench.node_home import fresh_node

BATCH = 20
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
EN = (
    "market",
    "officer",
    "crossing",
    "road",
    "water",
    "fence",
    "customs",
    "pilgrim",
    "flood",
    "power",
    "trade",
    "desk",
)
FA = ("بازارچه", "افسر", "گذرگاه", "جاده", "آب", "حصار", "گمرک", "زائر", "سیل", "برق", "تجارت", "میز")
UR = ("منڈی", "افسر", "گزرگاہ", "سڑک", "پانی", "باڑ", "کسٹم", "زائرین", "سیلاب", "بجلی", "تجارت", "ڈیسک")
ASKED = (
    "market 4711",
    "بازارچه ۴۷۱۱",
    "منڈی 4711",
    "crossing road",
    "گذرگاه جاده",
    "گزرگاہ سڑک",
    "افسر",
    "گمرك",
    "pilgrim 99",
)
"""Rare and common words, two words, a number in either digits, and a Persian word typed with the Arabic kaf."""


def wording(at: int) -> dict[str, str]:
    """Return the words of one record in the three languages."""
    picks = [at % 12, at // 12 % 12, at // 144 % 12]
    return {
        lang: " ".join([*(words[pick] for pick in picks), str(at)])
        for lang, words in (("en", EN), ("fa", FA), ("ur", UR))
    }


def drafts(count: int) -> Iterator[Any]:
    """Yield so many records to write."""
    from hamsaya.node import ledger

    areas = ("political", "security", "border", "markets", "energy")
    for at in range(count):
        body = {
            "number": f"B{at}", "title": wording(at), "wording": wording(at + 7), "modality": "agreed",
            "bound": ["IR", "PK"], "area": areas[at % 5], "verifiability": at % 4, "due": "2027-03-01",
        }  # fmt: skip
        yield ledger.Draft("commitment", "enter", f"IR/b{at}", body)


def fill(count: int) -> None:
    """Write the records over some weeks, a few at a time."""
    from hamsaya.node import ledger

    every = list(drafts(count))
    for at in range(0, count, BATCH):
        ledger.append("irpk", every[at : at + BATCH], post="ir-desk", now=NOW - timedelta(minutes=count - at))


def every(work: Callable[[str], object]) -> Callable[[], object]:
    """Return the work for the next question each time."""
    turn = iter(range(10**9))
    return lambda: work(ASKED[next(turn) % len(ASKED)])


def tantivy_index(count: int, folder: str) -> Callable[[str], object]:
    """Return a search over the same folded words in tantivy, fifty best."""
    import tantivy

    from hamsaya.core.text import fold

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", stored=False, tokenizer_name="whitespace")
    index = tantivy.Index(builder.build(), path=folder)
    writer = index.writer(heap_size=100_000_000)
    for at in range(count):
        text = " ".join([*wording(at).values(), *wording(at + 7).values()])
        writer.add_document(tantivy.Document(words=fold(text)))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(text: str) -> object:
        query = index.parse_query(" AND ".join(f'"{each}"' for each in fold(text).split()), ["words"])
        return searcher.search(query, 50)

    return ask


def like(text: str) -> object:
    """Ask the same of the titles with LIKE, newest first, as lists do without an index."""
    from django.db.models import Q

    from hamsaya.node.models import Record

    found = Record.objects.filter(compact__name="irpk")
    for each in text.split():
        found = found.filter(Q(title_en__contains=each) | Q(title_fa__contains=each) | Q(title_ur__contains=each))
    return list(found.order_by("-changed").defer("owner_state", "state")[:50])


def median_of(work: Callable[[str], object]) -> float:
    """Return the median milliseconds of one round of all questions, three times."""
    spent = []
    for text in (*ASKED, *ASKED, *ASKED):
        start = time.perf_counter()
        work(text)
        spent.append((time.perf_counter() - start) * 1000)
    return sorted(spent)[len(spent) // 2]


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=100_000)
    count = parser.parse_args().records
    with fresh_node(os.environ.get("HAMSAYA_BENCH_DATABASE", "sqlite")):
        from hamsaya.node import queries, search
        from hamsaya.people.viewer import Viewer

        fill(count)
        start = time.perf_counter()
        search.catch_up_all("irpk")
        FIGURES.append(figure("records indexed", count / (time.perf_counter() - start), "records/s"))
        viewer = Viewer.operator("irpk")

        def ask(text: str) -> object:
            return queries.search(viewer, "irpk", text)

        for text in ASKED:
            ask(text)
        timed(f"search over {count} records", every(ask), len(ASKED) * 10)
        ours = median_of(ask)
        FIGURES.append(figure("the same questions, p50", ours, "ms", *peer("LIKE", lambda: median_of(like))))
        with tempfile.TemporaryDirectory() as folder:
            beside = peer("tantivy", lambda: median_of(tantivy_index(count, folder)))
        FIGURES.append(figure("the same questions, p50", ours, "ms", *beside))
    report("search", FIGURES)


if __name__ == "__main__":
    main()
