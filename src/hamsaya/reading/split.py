"""Split a report into sentence units.

Datelines, headings, list items, speaker labels, questions and answers.
"""

import re
import unicodedata

import msgspec

BULLET = re.compile(
    r"\s*(?:[-*•▪◦‣–—·]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|§\s?\d+|(?:Article|ARTICLE)\s+\d+[.:])\s+(?=\S)"
)
LABEL = re.compile(
    r"\s*(?:Q|A|Q\d|A\d|QUESTION|ANSWER|Question|Answer|Reporter|Journalist|Moderator|MODERATOR"
    r"|Spokes(?:man|woman|person)|SPOKES(?:MAN|WOMAN|PERSON)"
    r"|[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,4})(?: ?\([^)\n]{1,60}\))?\s?[:：]\s+"
)
ENDING = re.compile(r"[.!?…۔؟]+[\"”’»)\]]*(?=\s)")
OPENING = re.compile(r"\s+(?:[\"“‘«(\[]?[^\W_a-z]|\([a-z]{1,3}\)\s)")
ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Gen|Brig|Maj|Col|Capt|Lt|Adm|Cdr|Sgt|Mr|Mrs|Ms|Dr|Prof|Hon|Rev|St|Messrs"
    r"|Mt|No|Nos|Art|vs|Md|Mohd|Pol|Cmdr|Cpl|Lic|Amb|Sen|Gov|Supt|Insp|Eng|Ing|Sh|Ch|Yu|Zh|Kh|Ts|Ya|Ft|Rt|Pres|Rep"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|approx|[a-z]\.[a-z]|[A-Z]\.[A-Z]|H\.E|U\.S))\.$"
)
TIMED = re.compile(r"\d{1,2}[:.]\d\d\s+\S")
TERMINAL = (".", "!", "?", "…", "۔", "؟", '."', ".”", '?"', "?”", ".)", ".’", "!”", '!"')


class Unit(msgspec.Struct, frozen=True, gc=False):
    """Characters of one sentence.

    `kind` as in model.Sentence; `lead` is the unit number of its list's lead-in, or -1.
    """

    start: int
    end: int
    kind: str
    paragraph: int
    lead: int = -1
    label: tuple[int, int] | None = None


class Block(msgspec.Struct, frozen=True, gc=False):
    """A run of lines that belong together."""

    start: int
    end: int
    item: bool
    alone: bool


def _lines(text: str) -> list[tuple[int, int]]:
    """Return the spans of all lines that hold something."""
    found = []
    for match in re.finditer(r"[^\n\r\u2028\u2029]+", text):
        body = match.group()
        if body.strip():
            start = match.start() + len(body) - len(body.lstrip())
            found.append((start, match.start() + len(body.rstrip())))
    return found


def _continues(text: str, before: tuple[int, int], line: tuple[int, int]) -> bool:
    """Say whether a line goes on with the sentence of the line before it (hard-wrapped text)."""
    gap = text[before[1] : line[0]]
    last = text[before[0] : before[1]]
    if gap.count("\n") > 1 or BULLET.match(text, line[0] - 1 if line[0] else 0) or last.endswith((*TERMINAL, ":")):
        return False
    if text[line[0]].islower():
        return True
    return before[1] - before[0] > 55 and not LABEL.match(text, line[0])


def blocks(text: str) -> list[Block]:
    """Join hard-wrapped lines; tell list items from the rest."""
    found: list[Block] = []
    lines = _lines(text)
    for number, line in enumerate(lines):
        if found and _continues(text, lines[number - 1], line):
            last = found[-1]
            found[-1] = Block(last.start, line[1], last.item, last.alone)
            continue
        gap = text[lines[number - 1][1] : line[0]] if number else "\n\n"
        found.append(Block(*line, bool(BULLET.match(text[line[0] : line[0] + 14])), gap.count("\n") > 1))
    return found


def cuts(text: str, start: int, end: int) -> list[int]:
    """Return where sentences end between `start` and `end`."""
    found = []
    for match in ENDING.finditer(text, start, end):
        at = match.end()
        if not OPENING.match(text, at, end):
            continue
        if match.group() == "." and ABBREVIATED.search(text[max(start, at - 8) : at]):
            continue
        found.append(at)
    return _no_longer(text, start, [*found, end])


LONGEST = 1_500  # characters of one sentence unit: no rule then takes more than a bounded time


def _no_longer(text: str, start: int, ends: list[int]) -> list[int]:
    """Cut sentences that go on for ever at a semicolon, a comma or a space."""
    found = []
    for end in ends:
        while end - start > LONGEST:
            reach = text[start : start + LONGEST]
            cut = max(reach.rfind("; ") + 1, 0) or max(reach.rfind(", ") + 1, 0) or max(reach.rfind(" "), 0) or LONGEST
            start += cut
            found.append(start)
        found.append(end)
        start = end
    return found


def _is_heading(text: str, block: Block, position: int) -> bool:
    """Say whether a block is a heading: short, without a full stop, not a lead-in."""
    body = text[block.start : block.end]
    if TIMED.match(body) or unicodedata.category(body[0]).startswith("S"):
        return False
    label = LABEL.match(body)
    if label and body[label.end() : label.end() + 1].islower():
        return False
    if body.endswith((*TERMINAL, ":", ",", ";", "”", '"')) or (block.item and not body[3:].isupper()):
        return False
    letters = [c for c in body if c.isalpha()]
    if letters and sum(c.isupper() for c in letters) > 0.8 * len(letters):
        return True
    return len(body) <= (160 if position == 0 else 110)


def _sentences(text: str, start: int, end: int, kind: str, paragraph: int, lead: int) -> list[Unit]:
    found = []
    for cut in cuts(text, start, end):
        while start < cut and text[start].isspace():
            start += 1
        if start < cut:
            piece = "question" if text[start:cut].rstrip('"”’) ').endswith(("?", "؟")) else kind
            found.append(Unit(start, cut, piece, paragraph, lead))
        start = cut
    return found


def _heads(text: str, block: Block, position: int, lead: int) -> bool:
    """Say whether a block stands as a heading where it is; items of an open list never do."""
    in_list = lead >= 0 and (block.item or not block.alone)
    return not in_list and _is_heading(text, block, position)


def _labelled(pieces: list[Unit], start: int, label: re.Match[str] | None) -> list[Unit]:
    """Give the first sentence of a block its speaker label."""
    if not label or not pieces:
        return pieces
    first = pieces[0]
    asks = re.match(r"\s*(?:Q\d*|QUESTION|Question|Reporter|Journalist)\b", label.group()) is not None
    if asks:
        pieces = [Unit(p.start, p.end, "question", p.paragraph, p.lead) for p in pieces]
    return [
        Unit(
            first.start,
            first.end,
            "question" if asks else first.kind,
            first.paragraph,
            first.lead,
            (start, label.end()),
        ),
        *pieces[1:],
    ]


def _numbering(text: str, block: Block) -> str:
    """Return how an item is numbered: "1." for any figure, "a)" for any letter; "" for a plain bullet."""
    mark = re.match(r"\(?(?:\d{1,3}|[A-Za-z])[.)]", text[block.start : block.start + 6])
    return re.sub(r"[A-Za-z]", "a", re.sub(r"\d+", "1", mark.group())) if mark else ""


def units(text: str) -> list[Unit]:
    """Return the sentence units of a report in order."""
    found: list[Unit] = []
    lead, opened, counted = -1, "", ""
    for position, block in enumerate(blocks(text)):
        if _heads(text, block, position, lead):
            found.append(Unit(block.start, block.end, "heading", position))
            lead = -1
            continue
        number = _numbering(text, block) if block.item else ""
        if number and (number == opened or ("a" in counted and "1" in number)):  # "4." behind "(c)" leaves the list
            lead = -1
        counted = counted or (number if lead >= 0 else "")
        item = block.item or (lead >= 0 and not block.alone)
        lead = lead if item else -1
        label = None if block.item else LABEL.match(text, block.start, block.end)
        found += _labelled(
            _sentences(text, block.start, block.end, "item" if item else "body", position, lead), block.start, label
        )
        if text[block.start : block.end].endswith((":", "：")):
            lead = len(found) - 1
            opened, counted = number, ""
    return found
