"""Linking at 100,000 records: suggestions for a draft, "did we ever promise this?", beside scikit-learn's TF-IDF.

HAMSAYA_BENCH_RECORDS: how many records stand in the log (100000).
"""

import os
import random
import resource
import time
from collections.abc import Callable, Sequence

from harness import Figure, figure, report
from node_home import fresh_node

RECORDS = int(os.environ.get("HAMSAYA_BENCH_RECORDS", "100000"))
AT_ONCE, TURNS = 2000, 7
SUBJECTS = (
    "liaison officers", "border markets",
    "the gas pipeline", "pilgrim buses", "the road at the crossing", "customs hours",
    "a fishing port", "power lines", "water shares", "student exchanges", "joint patrol schedules", "visa desks",
    "a rail link", "quarantine posts", "a trade fair", "radio channels", "flood warnings", "a bus terminal",
)  # fmt: skip
DEEDS = (
    "open", "station", "widen", "repair", "survey", "staff", "renew", "extend", "inspect", "equip", "reopen", "measure",
)  # fmt: skip
PLACES = (
    "Turbat", "Zahedan",
    "Mirjaveh", "Taftan", "Rimdan", "Gabd", "Pishin", "Mand", "Kuhak", "Chedgi", "Chabahar", "Gwadar",
)  # fmt: skip
QUESTIONS = (
    "station liaison officers in Turbat and Zahedan", "liason oficers Turbat January 2024", "افسران رابط بهمن ۱۴۰۲",
    "رابطہ افسران جنوری 2024", "بازارچه‌های مرزی", "five remaining border markets", "gas pipeline dialogue 1403",
)  # fmt: skip


def wording(chance: random.Random, number: int) -> str:
    """Return one invented undertaking."""
    deed, subject = chance.choice(DEEDS), chance.choice(SUBJECTS)
    near, far = chance.sample(PLACES, 2)
    return f"{deed} {subject} between {near} and {far}, stage {number % 97}, before round {chance.randrange(900)}"


def fill(count: int) -> None:
    """Sign that many commitments into the log, with one report a thousand."""
    from tests.node.world import COMPACT, NOW

    from hamsaya.node import ledger

    chance = random.Random(7)
    for start in range(0, count, AT_ONCE):
        drafts = []
        source = f"IR/s{start}"
        published = f"20{10 + start * 15 // count:02d}-0{1 + start % 9}-15"
        body = {"title": {"en": f"Report {start}"}, "source": "news_report", "published": published, "dated": "header"}
        drafts.append(ledger.Draft("report", "enter", source, body))
        for number in range(start, min(start + AT_ONCE, count)):
            words = {"en": wording(chance, number)}
            drafts.append(
                ledger.Draft(
                    "commitment", "enter", f"IR/c{number}",
                    {
                        "number": f"C{number}", "title": words, "wording": words, "modality": "agreed",
                        "bound": ["IR", "PK"],
                        "area": "security", "verifiability": 2, "due": "not-stated", "sources": [source],
                    },
                )
            )  # fmt: skip
        ledger.append(COMPACT, drafts, post="bench", now=NOW)


def seconds(work: Callable[[], object]) -> float:
    """Return how long the work takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def slowest(work: Callable[[str], object], asked: Sequence[str]) -> float:
    """Return the longest time that any of the questions takes, each asked several times, in milliseconds."""
    return 1000 * max(min(seconds(lambda each=each: work(each)) for _ in range(TURNS)) for each in asked)  # type: ignore[misc]


def scikit(texts: Sequence[str]) -> tuple[float | None, float | None]:
    """Return the seconds that scikit-learn's TF-IDF of character runs takes to build, and to answer one question."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
    except ImportError:
        return None, None
    made = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4), sublinear_tf=True)
    start = time.perf_counter()
    table = made.fit_transform(texts)
    built = time.perf_counter() - start

    def ask() -> object:
        return (table @ made.transform([QUESTIONS[0]]).T).toarray().argmax()

    return built, min(seconds(ask) for _ in range(TURNS))


def main() -> None:
    """Measure and report."""
    with fresh_node():
        from tests.node.world import COMPACT

        from hamsaya.intake import promised, shelf
        from hamsaya.node.models import Record
        from hamsaya.node.search import catch_up_all
        from hamsaya.people.viewer import Viewer

        fill(RECORDS)
        viewer = Viewer.operator(COMPACT)
        first = seconds(lambda: shelf.ask(COMPACT, QUESTIONS[0]))
        ask = slowest(lambda text: shelf.ask(COMPACT, text), QUESTIONS)
        indexed = seconds(lambda: catch_up_all(COMPACT))
        first_search = seconds(lambda: promised.search(viewer, QUESTIONS[0]))
        search = slowest(lambda text: promised.search(viewer, text), QUESTIONS)
        texts = list(Record.objects.filter(name="commitment").values_list("title_en", flat=True))
        built, answered = scikit(texts)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    name = "scikit-learn TF-IDF, char_wb 4" + ("" if built else ": absent: not installed")
    figures: list[Figure] = [
        figure("records", RECORDS, "records"),
        figure("index, built and asked first", first, "s", name, built),
        figure("suggestions for a draft, slowest", ask, "ms", name, answered and 1000 * answered),
        figure("words of all records indexed (the worker does so as they come)", indexed, "s"),
        figure("did we ever promise this, first question", first_search, "s"),
        figure("did we ever promise this, slowest", search, "ms"),
        figure("memory of the process", memory, "MB"),
    ]
    report("linking", figures)


if __name__ == "__main__":
    main()
