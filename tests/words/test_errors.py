"""Every code that the source raises has its sentence, and no sentence asks for a value that is not given."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from hamsaya.core import entry
from hamsaya.core.text import LANGUAGES, PLACEHOLDER, all_words

SOURCE = Path(__file__).resolve().parents[2] / "src" / "hamsaya"
RAISERS = {"Refused", "Untrusted", "Broken", "raises", "refuse"}
CODE = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)*")
ON_SCREEN_ALWAYS = {"other"}
"""`refused.other` is what is said for a code without words; it is not a code itself."""


def texts(node: ast.expr) -> Iterator[str]:
    """Yield the strings that an expression may be: one, or either side of a condition."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from texts(node.body)
            yield from texts(node.orelse)


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def refused_in(path: Path, call: ast.Call) -> Iterator[tuple[str, set[str]]]:
    """Yield (code, names of the values given) for one call that makes a refusal."""
    given = {keyword.arg for keyword in call.keywords if keyword.arg}
    for text in texts(call.args[0]):
        if called(call) != "refuse":
            yield text, given
        elif "." in text:
            yield text, given | {"file", "feature"}
        elif "compact" in path.parts:
            yield f"compact.{text}", given | {"key"}
        else:
            yield f"field.{text}", given | {"field"}


def assigned_codes(tree: ast.AST) -> Iterator[str]:
    """Yield the codes that stand in a variable named `code` before they are raised."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "code" for target in node.targets):
            yield from filter(CODE.fullmatch, texts(node.value))


def raised() -> dict[str, set[str]]:
    """Return each code with the values that every place raising it gives."""
    places: dict[str, list[set[str]]] = defaultdict(list)
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for code in assigned_codes(tree):
            places[code].append(set())
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and call.args and called(call) in RAISERS:
                for code, given in refused_in(path.relative_to(SOURCE), call):
                    places[code].append(given)
    for name in entry._CHECKS:
        places[f"entry.{name}.missing"].append(set())
        places[f"entry.{name}.wrong"].append(set())
    return {code: set.intersection(*given) for code, given in places.items()}


RAISED = raised()
SAID = {key.removeprefix("refused."): words for key, words in all_words().items() if key.startswith("refused.")}


def test_codes_were_found() -> None:
    assert {"compact.zone", "field.choice", "entry.kind.wrong", "bag.not-for-us", "canonical.float"} <= set(RAISED)
    assert [code for code in RAISED if not CODE.fullmatch(code)] == []


def test_every_code_has_its_sentence() -> None:
    assert sorted(set(RAISED) - set(SAID)) == []


def test_no_sentence_without_a_code() -> None:
    assert sorted(set(SAID) - set(RAISED) - ON_SCREEN_ALWAYS) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_a_sentence_asks_for_is_given(language: str) -> None:
    lacking = {
        code: sorted(asked)
        for code, words in SAID.items()
        if code in RAISED and (asked := set(PLACEHOLDER.findall(words[language])) - RAISED[code])
    }
    assert lacking == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_ends_as_one(language: str) -> None:
    stop = "۔" if language == "ur" else "."
    assert [code for code, words in SAID.items() if not words[language].endswith(stop)] == []
