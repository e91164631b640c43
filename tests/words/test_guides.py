"""The guides name the buttons and headings as the screen does, and hold the same steps in each language."""

import re
from pathlib import Path

import pytest
from tools.check_words import text_faults

from hamsaya.core.text import LANGUAGES, all_words

USE = Path(__file__).resolve().parents[2] / "docs" / "use"
GUIDES = sorted({path.name for path in USE.glob("*/*.md")})
BOLD = re.compile(r"\*\*(.+?)\*\*")
EXPLAINED = {"bold", "پررنگ", "نمایاں"}
"""The one bold word of each guide that says what bold means."""


def guide(name: str, language: str) -> str:
    return (USE / language / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", GUIDES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_bold_words_are_labels_of_the_screen(name: str, language: str) -> None:
    labels = {words[language] for words in all_words().values()} | EXPLAINED
    assert sorted(set(BOLD.findall(guide(name, language))) - labels) == []


@pytest.mark.parametrize("name", GUIDES)
def test_same_steps_in_each_language(name: str) -> None:
    shapes = {
        language: [re.match(r"#+|\d\.|\||-|", line)[0] for line in guide(name, language).splitlines()]  # type: ignore[index]  # matches always
        for language in LANGUAGES
    }
    assert shapes["fa"] == shapes["en"]
    assert shapes["ur"] == shapes["en"]


@pytest.mark.parametrize("name", GUIDES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_those_of_the_language(name: str, language: str) -> None:
    english = guide(name, "en").replace("**", "")
    lines = [line.strip(" #|-0123456789.*۱۲۳۴۵۶۷۸۹۰۔") for line in guide(name, language).replace("**", "").splitlines()]
    assert [(line, found) for line in lines if line and (found := list(text_faults(language, line, english)))] == []


def test_every_guide_stands_in_each_language_and_is_linked_from_the_readme() -> None:
    readme = (USE.parents[1] / "README.md").read_text(encoding="utf-8")
    missing = [
        path for name in GUIDES for lang in LANGUAGES if f"({(path := f'docs/use/{lang}/{name}')})" not in readme
    ]
    assert missing == []
    assert [(lang, sorted(path.name for path in (USE / lang).glob("*.md"))) for lang in LANGUAGES] == [
        (lang, GUIDES) for lang in LANGUAGES
    ]
