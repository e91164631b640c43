"""Words, plurals, folding for search, digits."""

import pytest

from hamsaya.core import text
from hamsaya.core.errors import Broken


def test_a_word_is_there_in_each_language() -> None:
    assert [text.word("yes", lang) for lang in text.LANGUAGES] == ["Yes", "آری", "ہاں"]
    assert text.in_all("yes") == {"en": "Yes", "fa": "آری", "ur": "ہاں"}
    assert text.in_all("silence_about", number="7") == {
        lang: text.word("silence_about", lang, number="7") for lang in text.LANGUAGES
    }
    assert all("7" in words for words in text.in_all("silence_about", number="7").values())


def test_placeholders_are_filled_and_unknown_ones_stay() -> None:
    text.add_words('[test.greeting]\nen = "{name} to {other}"\nfa = "{name} {other}"\nur = "{name} {other}"')
    assert text.word("test.greeting", "en", name="Iran") == "Iran to {other}"
    assert text.word("test.greeting", "en") == "{name} to {other}"
    assert "test.greeting" in text.all_words()


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_missing_word_is_our_own_fault(lang: str) -> None:
    with pytest.raises(Broken) as broken:
        text.word("no.such" if lang == "en" else "incident", lang)
    assert broken.value.code == "words.missing"
    assert not text.has_word("no.such")


def test_a_plural_falls_back_to_the_single_form() -> None:
    text.add_words('[test.one]\nen = "one"\nen_plural = "ones"\nfa = "یک"\nur = "ایک"')
    assert (text.plural("test.one", "en"), text.plural("test.one", "fa")) == ("ones", "یک")
    with pytest.raises(Broken):
        text.plural("no.such", "en")


def test_a_key_in_two_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "_word_files", lambda: iter(['a = { en = "1", fa = "1", ur = "1" }'] * 2))
    with pytest.raises(Broken) as broken:
        text._shipped.__wrapped__()
    assert broken.value.code == "words.twice"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("تهران", "تہران"),
        ("كراچي", "کراچی"),
        ("چابهار", "چابہار"),
        ("می‌شود", "می شود"),
        ("۱۴۰۵", "1405"),
        ("ISLAMABAD", "Islamabad"),
        ("Ghoreishī", "ghoreishi"),
        ("آبان", "ابان"),
    ],
)
def test_spellings_of_either_language_meet(one: str, other: str) -> None:
    assert text.fold(one) == text.fold(other)


def test_digits_and_direction() -> None:
    assert (text.to_digits("C02, 14", "arabext"), text.to_digits("14", "latn")) == ("C۰۲, ۱۴", "14")
    assert [text.direction(lang) for lang in text.LANGUAGES] == ["ltr", "rtl", "rtl"]


def test_words_of_another_direction_stand_between_the_marks_that_keep_it() -> None:
    assert text.isolated("C02.") == "\u2068C02.\u2069"
