"""A report's text with every finding marked: crossing spans cut at each border, one lane and one tag a finding."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from hamsaya.intake.models import Source

LANES = 3


@dataclass(frozen=True)
class Mark:
    """One finding as the text shows it."""

    id: int
    label: str
    start: int
    end: int
    modality: str
    url: str
    title: str
    current: bool


@dataclass(frozen=True)
class Block:
    """One line of the report: its markup, and whether it is a heading of the report's own."""

    html: SafeString
    heading: bool


def lanes(marks: Sequence[Mark]) -> dict[int, int]:
    """Return the lane of each mark, 1 to 3: overlapping ones keep apart as far as there are lanes."""
    ends = [0] * LANES
    found = {}
    for mark in sorted(marks, key=lambda each: (each.start, -each.end, each.id)):
        free = [lane for lane in range(LANES) if ends[lane] <= mark.start]
        lane = free[0] if free else min(range(LANES), key=lambda each: ends[each])
        ends[lane] = mark.end
        found[mark.id] = lane + 1
    return found


def blocks(source: Source, marks: Sequence[Mark], add_url: str, add_label: str) -> list[Block]:
    """Return the lines of a report, marked. `add_url` leads to the form that marks words by hand."""
    lane, tagged = lanes(marks), set[int]()
    headings = {each[0] for each in source.sentences if each[2] == "heading"}
    bare = _bare_ends(source, marks)
    found, at = [], 0
    for line in source.text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        if line.strip():
            html = _line(source.text, start, end, marks, lane, tagged)
            tail = [(start_, end_) for start_, end_ in bare if start < end_ <= end]
            adds = [_add(add_url, add_label, *each) for each in tail]
            found.append(Block(_join([*html, *adds]), any(start <= h < end for h in headings)))
    return found


def _join(parts: Sequence[str]) -> SafeString:
    return SafeString("".join(parts))  # every part is escaped where it is made


def _bare_ends(source: Source, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Return the sentences in which nothing is marked."""
    return [
        (each[0], each[1])
        for each in source.sentences
        if each[2] != "heading" and not any(mark.start < each[1] and each[0] < mark.end for mark in marks)
    ]


def _add(url: str, label: str, start: int, end: int) -> SafeString:
    return format_html(
        ' <a class="mk mk--add" href="{}&start={}&end={}#by-hand" title="{}">+</a>', url, start, end, label
    )


def _line(
    text: str, start: int, end: int, marks: Sequence[Mark], lane: dict[int, int], tagged: set[int]
) -> Iterable[str]:
    inside = sorted((m for m in marks if m.start < end and start < m.end), key=lambda m: (m.start, -m.end, m.id))
    borders = sorted({start, end, *(b for m in inside for b in (m.start, m.end) if start < b < end)})
    for one, two in pairwise(borders):
        over = [m for m in inside if m.start <= one and two <= m.end]
        yield _piece(text[one:two], one, over, lane, tagged)


def _piece(words: str, at: int, over: Sequence[Mark], lane: dict[int, int], tagged: set[int]) -> str:
    opened = []
    for mark in over:
        opened.append(f'<mark class="{_classes(mark, lane[mark.id])}">')
        if mark.id not in tagged:
            tagged.add(mark.id)
            opened.append(_tag(mark))
    return "".join(opened) + f'<span data-at="{at}">{escape(words)}</span>' + "</mark>" * len(over)


def _classes(mark: Mark, lane: int) -> str:
    parts = ["m", f"ln{lane}" if lane > 1 else "", mark.modality, "on" if mark.current else ""]
    return " ".join(part for part in parts if part)


def _tag(mark: Mark) -> str:
    current = SafeString(' aria-current="true"') if mark.current else ""
    return format_html(
        '<a class="mk" id="m{}" data-start="{}" href="{}" title="{}"{}>{}</a>',
        mark.id, mark.start, mark.url, mark.title, current, mark.label,
    )  # fmt: skip
