#!/usr/bin/env python3
"""Show words of the annotated sources that look as if a mark had been forgotten, and dates that contradict their words.

Usage: lint_gold.py [SET[/NAME]...]        (default: both sets). Findings are hints for the annotator, not errors.
"""

import re
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.build_gold import ENTITIES, ROOT, SETS, Mark, Source, read_source

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
CUES = {
    "s": r"said|says|saying|told|stated|added|adding|noted|noting|explained|remarked|according to|replied|confirmed|"
    r"insisted|stressed|maintained|claimed|reported|announced|warned|recalled|pointed out|emphasi[sz]ed|observed",
    "q": r"urged?|urging|called (?:on|for|upon)|calls for|calling for|should|must|hoped?|hopes|hoping|needs? to|needed"
    r"|appeal\w*|propos\w+|invit\w+|need for|importance|asked",
    "ct": r"will|shall|agreed?|agrees|decided|pledged?|vow\w*|undertook|undertakes?|resolved|committed|commitment"
    r"|is to|are to|would",
    "n": r"den(?:y|ied|ies|ying|ial)|reject\w*|dismiss\w*|untrue|false|fabricat\w+|refut\w+|baseless|unfounded|never",
    "m": r"met|meets?|meeting|visit\w*|talks|press conference|news conference|briefing|received|telephone|session"
    r"|delegation",
    "i": r"attack\w*|clash\w*|shot|shooting|fired|seized?|arrest\w*|raid\w*|operation|killed|detained|abduct\w*"
    r"|stole\w*|mine",
}


def lint(source: Source) -> list[str]:
    """Words that look as if a mark had been forgotten, and dates that contradict their words."""
    text, notes = source.text, []
    names = [m for m in source.marks if m.tag in ENTITIES]
    for mark in names:
        if mark.tag in {"p", "l"}:
            form = re.escape(
                text[mark.start : mark.end].split()[-1] if mark.tag == "p" else text[mark.start : mark.end]
            )
            notes += [
                f"unmarked name: {near(text, m.start())}"
                for m in re.finditer(rf"\b{form}\b", text)
                if not covered(names, m.start())
            ]
        if mark.tag == "d":
            notes += check_date(text[mark.start : mark.end], mark.word())
    days = rf"\b(?:{'|'.join(DAYS + [m for m in MONTHS if m not in {'May', 'March'}])}|yesterday|tomorrow|20\d\d)\b"
    notes += [
        f"unmarked date: {near(text, m.start())}" for m in re.finditer(days, text) if not covered(names, m.start())
    ]
    for tags, words in CUES.items():
        marks = [m for m in source.marks if m.tag in tags or (tags == "n" and m.tag == "k")]
        notes += [
            f"cue {tags}: {near(text, m.start())}"
            for m in re.finditer(rf"\b(?:{words})\b", text, re.IGNORECASE)
            if not covered(marks, m.start())
        ]
    return sorted(set(notes))


def covered(marks: list[Mark], at: int) -> bool:
    return any(m.start <= at < m.end for m in marks)


def near(text: str, at: int) -> str:
    return repr(text[max(0, at - 40) : at] + "»" + text[at : at + 40])


def check_date(text: str, norm: str | None) -> list[str]:
    """Contradictions between a date's words and its value."""
    notes = []
    if norm and re.fullmatch(r"\d{4}-\d\d-\d\d", norm):
        value = date.fromisoformat(norm)
        wrong_day = any(d in text for d in DAYS) and DAYS[value.weekday()] not in text
        numbers = [int(n) for n in re.findall(r"\b\d{1,2}\b", text)]
        if wrong_day or (numbers and value.day not in numbers):
            notes.append(f"date {text!r} is not {norm} ({DAYS[value.weekday()]})")
    if (
        norm
        and any(m in text for m in MONTHS)
        and not any(m in text and f"-{MONTHS.index(m) + 1:02d}" in norm for m in MONTHS)
    ):
        notes.append(f"month of {text!r} is not in {norm}")
    return notes


def main(argv: list[str]) -> None:
    for name in argv or SETS:
        paths = sorted((ROOT / "src").glob(f"{name}.md" if "/" in name else f"{name}/*.md"))
        for path in paths:
            for note in lint(read_source(path)):
                print(f"{path.parent.name}/{path.stem}: {note}")


if __name__ == "__main__":
    main(sys.argv[1:])
