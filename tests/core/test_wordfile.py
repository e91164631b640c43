"""Words files: what is read by lines is what TOML means by them, and whatever is not of these lines is read as TOML."""

import tomllib
from importlib import resources

import pytest

from hamsaya.core.wordfile import _by_lines, _flatten, read_table

FILES = sorted(each.name for each in (resources.files("hamsaya") / "words").iterdir() if each.name.endswith(".toml"))
DOG = {"en": "dog", "fa": "سگ", "ur": "کتا"}


@pytest.mark.parametrize("name", FILES)
def test_a_shipped_file_is_read_by_lines_to_what_it_means_as_toml(name: str) -> None:
    data = (resources.files("hamsaya") / "words" / name).read_text(encoding="utf-8")
    found = _by_lines(data)
    assert found
    assert found == _flatten(tomllib.loads(data))


@pytest.mark.parametrize(
    "data",
    [
        '[a.dog]\nen = "dog"\nfa = "سگ"\nur = "کتا"',
        '# comment\n[a]\ndog = { en = "dog", fa = "سگ", ur = "کتا" }\n',
        'a.dog = { en = "dog", fa = "سگ", ur = "کتا" }',
        '[a.dog]\nen = \'dog\'\nfa = "سگ"\nur = "کتا"',
        'a = { dog = { en = "d\\u006fg", fa = "سگ", ur = "کتا", not = ["hound"] } }',
        '[a.dog]\nen = """\ndog"""\nfa = "سگ"\nur = "کتا"\nnote.what = "no words"',
    ],
)
def test_every_form_of_an_entry_is_read(data: str) -> None:
    assert read_table(data) == {"a.dog": DOG}


@pytest.mark.parametrize(
    "data",
    [
        'a = { en = "1", fa = "1", ur = "1" }\na = { en = "2", fa = "2", ur = "2" }',
        '[a]\nen = "1"\nen = "2"',
        'a = { en = "1", en = "2" }',
        "[a",
        '[a]\nen = "1" ur = "1"',
    ],
)
def test_what_is_no_toml_is_refused(data: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        read_table(data)


def test_an_empty_file_has_no_words() -> None:
    assert read_table("# nothing yet\n[a]\n") == {}
