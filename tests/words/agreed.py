"""Every act of every kind, without a word of free text, as a sentence in each language: what the agreed texts hold.

Usage: python -m tests.words.agreed   (writes tests/words/agreed.toml anew; read what changed before you commit it)
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import hamsaya.records  # noqa: F401 -- registers the kinds
from hamsaya.core.compact import load_compact
from hamsaya.core.fields import Code, Digest, Field, Instant, Number, Record
from hamsaya.core.kinds import EITHER, OWNER, Act, Kind, Position, all_kinds
from hamsaya.core.letter import ANSWERS, Answer, Correct, Translate
from hamsaya.core.reader import Reader
from hamsaya.core.say import say

ROOT = Path(__file__).parents[2]
AGREED = Path(__file__).with_name("agreed.toml")
COMPACT = load_compact((ROOT / "examples/iran-pakistan/compact.toml").read_bytes())
READERS = {"en": "PK", "fa": "IR", "ur": "PK"}
LATER = "2026-11-22T11:00:00Z"
SAMPLES: dict[type[Act], dict[str, Any]] = {
    Correct: {"slip": "wrong_place", "place": {"place": "rimdan-gabd", "precision": "exact"}},
    Translate: {"of": "0" * 64},
}
ANSWERED: dict[str, dict[str, Any]] = {
    "doing": {"until": LATER}, "need_time": {"until": LATER}, "cannot": {"reason": "road_closed"},
    "not_ours": {"office": "ir-market-administrator"}, "clarify": {"unclear": ["when", "where"]},
}  # fmt: skip


def sample(kind: Kind[Any], act: type[Act]) -> Mapping[str, Any]:
    """Return the act's body in the kind's example, or the least that it can hold."""
    for step in kind.example:
        if step.act is act:
            return step.body
    return SAMPLES.get(act) or {name: _least(field) for name, field in act.fields.items() if not field.optional}


def _least(field: Field[Any]) -> Any:
    if isinstance(field, Code):
        return field.choices[0]
    values = ((Digest, "0" * 64), (Record, "PK/earlier"), (Number, 1), (Instant, LATER))
    return next(value for kind, value in values if isinstance(field, kind))


def bodies(kind: Kind[Any], act: type[Act]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the name of each sentence of an act and the body that says it; a letter's answers one by one."""
    if act is Answer:
        for answer in ANSWERS:
            yield f"{kind.name}.answer_{answer}", {"answer": answer, **ANSWERED.get(answer, {})}
    else:
        body = sample(kind, act)
        yield (
            f"{kind.name}.{act.name()}",
            {name: value for name, value in body.items() if act.fields[name].widget != "text"},
        )


def sentences() -> dict[str, dict[str, str]]:
    """Return every sentence by its name and language."""
    readers = {lang: Reader.of(COMPACT, party, lang) for lang, party in READERS.items()}
    found = {}
    for kind in all_kinds():
        for act in kind.acts:
            mine = act.by in {OWNER, EITHER}
            post = "ir-duty-officer" if mine else "pk-duty-officer"
            at = Position("IR" if mine else "PK", 0, "0" * 64, post, "2026-11-22T08:00:00Z", 0, mine)
            for name, body in bodies(kind, act):
                said = act.parse(body)
                found[name] = {lang: say(kind, said, at, reader, "14") for lang, reader in readers.items()}
    return found


def written(found: Mapping[str, Mapping[str, str]]) -> str:
    """Return the sentences as the agreed file holds them."""
    head = "# Every act of every kind without its free text, as agreed. Read by hand; tests.words.agreed writes it."
    parts = [head]
    for name, texts in sorted(found.items()):
        lines = [f"{lang} = {_quoted(text)}" for lang, text in texts.items()]
        parts.append("\n".join([f'["{name}"]', *lines]))
    return "\n\n".join(parts) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


if __name__ == "__main__":
    AGREED.write_text(written(sentences()), encoding="utf-8")
