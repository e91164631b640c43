"""The retold reports keep the facts, conflicts and traps of the public ones, in other words."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RETOLD = ROOT / "examples" / "iran-pakistan" / "reports"
SOURCES = ROOT.parent / "shared" / "reports"
LONGEST_SHARED_RUN = 8
"""Words: names with their titles, and one short quotation, are shared; sentences are not."""

UNITS = {"S0": 8, "S1": 9, "S2": 17, "S3": 23, "S4": 15}
TRAPS = [
    ("two arrival days", "S0", "on Wednesday night"),
    ("two arrival days", "S1", "to Islamabad on Thursday"),
    ("two dates of one exhibition", "S0", "from November 19-22"),
    ("two dates of one exhibition", "S1", "due in Karachi next week"),
    ("two names of one exhibition", "S0", "12th International Defence Exhibition and Seminar (IDEAS)"),
    ("two names of one exhibition", "S1", "Pakistan International Exhibition"),
    ("four spellings of one general", "S0", "Hojatollah Ghoreishi"),
    ("four spellings of one general", "S0", "General Ghoreishi"),
    ("four spellings of one general", "S1", "Brigadier General Qureishi"),
    ("four spellings of one general", "S1", "Brigadier General Hojjatollah Quresihi"),
    ("coordination judged four times", "S0", 'coordination between the two is "appropriate" at the top level'),
    ("coordination judged four times", "S0", "have long coordinated well at the top"),
    ("coordination judged four times", "S1", "We coordinate at a high level"),
    ("coordination judged four times", "S4", "coordination as it stands is lacking"),
    ("one mechanism from two meetings", "S2", "a high-level consultative mechanism"),
    ("one mechanism from two meetings", "S3", "a high-level consultative mechanism"),
    ("liaison officers planned or agreed", "S2", "made known plans for liaison officers in the border areas"),
    ("liaison officers planned or agreed", "S3", "both sides agreed that liaison officers are to be stationed"),
    ("markets counted once", "S2", "border markets that work"),
    ("markets counted once, and remaining", "S3", "the five remaining border markets"),
    ("a slip that is quoted", "S3", '"alternatively"'),
    ("a slip that is quoted", "S3", '"in our respected areas"'),
    ("joint measures are no joint operation", "S1", "the joint measures"),
    ("joint measures are no joint operation", "S0", "in a joint operation"),
    ("denial and attribution in one sentence", "S0", "a false report which terrorist elements had made up"),
    ("the writer's gloss", "S4", "by which he seemed to mean the United States"),
    ("the writer's gloss", "S2", "the meeting was an important step"),
    ("loaded terms stay with their speaker", "S4", 'what the report calls Israeli aggression'),
    ("a holder changes", "S2", "Hossein Amir-Abdollahian"),
    ("a holder changes", "S4", "Seyed Abbas Araghchi"),
    ("a caretaker", "S3", "caretaker foreign minister of Pakistan"),
    ("a heading that looks like a sentence", "S2", "\n\nActing Together Against Terrorism\n\n"),
    ("a claim about history", "S3", "problems at the border have never existed"),
]  # fmt: skip


def retold(name: str) -> str:
    return (RETOLD / f"{name}.txt").read_text(encoding="utf-8")


def body(name: str) -> str:
    return retold(name).split("\n", 1)[1]


@pytest.mark.parametrize("name", UNITS)
def test_report_says_that_it_is_retold(name: str) -> None:
    assert retold(name).split("\n", 1)[0] == "Retold from a public report"


@pytest.mark.parametrize(("name", "count"), UNITS.items())
def test_one_sentence_for_each_sentence_of_the_source(name: str, count: int) -> None:
    lines = [line for line in body(name).splitlines() if line.strip()]
    sentences = [part for line in lines for part in re.split(r'(?<=[.!?])["”]?\s+(?=["“A-Z])', line)]
    assert len(sentences) == count


@pytest.mark.parametrize(("trap", "name", "phrase"), TRAPS, ids=[f"{name}: {trap}" for trap, name, _ in TRAPS])
def test_trap_is_kept_once(trap: str, name: str, phrase: str) -> None:
    assert body(name).count(phrase) == 1


def test_only_the_last_report_has_no_date_header() -> None:
    dated = {name: re.match(r" date (\d{4}-\d{2}-\d{2}) ", body(name)) for name in UNITS}
    assert {name: match and match.group(1) for name, match in dated.items()} == {
        "S0": "2024-11-07",
        "S1": "2024-11-07",
        "S2": "2024-01-30",
        "S3": "2024-01-29",
        "S4": None,
    }


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.casefold())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[start : start + length]) for start in range(len(found) - length + 1)}


def test_no_sentence_is_copied() -> None:
    if not SOURCES.is_dir():
        pytest.skip("the public reports are not here")
    sources = [path.read_text(encoding="utf-8") for path in sorted(SOURCES.glob("*.txt"))]
    copied = {
        (name, " ".join(run))
        for name in UNITS
        for source in sources
        for run in runs(retold(name), LONGEST_SHARED_RUN + 1) & runs(source, LONGEST_SHARED_RUN + 1)
    }
    assert copied == set()
