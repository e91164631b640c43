"""The words a person reads: complete in three languages, rightly written, and the same as the glossary's."""

import tomllib
from pathlib import Path

import pytest
from tools import build_terms, check_words

ROOT = Path(__file__).resolve().parents[2]
WORDS = ROOT / "src" / "hamsaya" / "words"


@pytest.mark.parametrize("path", check_words.word_files(), ids=lambda path: path.name)
def test_table_has_no_fault(path: Path) -> None:
    assert list(check_words.table_faults(tomllib.loads(path.read_text(encoding="utf-8")))) == []


def test_terms_agree_with_the_glossary() -> None:
    glossary = build_terms.GLOSSARY.read_text(encoding="utf-8")
    assert build_terms.TERMS.read_text(encoding="utf-8") == build_terms.terms_text(glossary)


def test_terms_keep_every_key_of_the_glossary() -> None:
    glossary = tomllib.loads(build_terms.GLOSSARY.read_text(encoding="utf-8"))
    terms = tomllib.loads(build_terms.TERMS.read_text(encoding="utf-8"))
    assert list(terms) == list(glossary)


def test_every_sentence_has_an_example_that_fits() -> None:
    sentences = tomllib.loads((WORDS / "sentences.toml").read_text(encoding="utf-8"))
    examples = tomllib.loads((ROOT / "tests/words/sentences_examples.toml").read_text(encoding="utf-8"))
    assert list(sentences["sentence"]) == list(examples)
    templates = sentences["sentence"]
    unfit = [
        (key, language)
        for key, example in examples.items()
        for language in check_words.LANGUAGES
        if not check_words.fits(templates[key][language], example[language])
    ]
    assert unfit == []


FAULTS = {
    "a language missing": ({"en": "Log", "fa": "دفتر"}, ["[x] lacks ur"]),
    "empty": ({"en": "Log", "fa": "دفتر", "ur": " "}, ["[x] ur: empty"]),
    "Arabic kaf in Persian": (
        {"en": "Key", "fa": "كلید", "ur": "کلید"},
        ["[x] fa: wrong character 'ك' (U+0643)"],
    ),
    "Persian he in Urdu": (
        {"en": "Month", "fa": "ماه", "ur": "ماه"},
        ["[x] ur: wrong character 'ه' (U+0647)"],
    ),
    "Urdu he in Persian": (
        {"en": "Month", "fa": "ماہ", "ur": "ماہ"},
        ["[x] fa: wrong character 'ہ' (U+06C1)"],
    ),
    "not composed": ({"en": "Area", "fa": "حوزه", "ur": "دائر\u06c1\u0654"}, ["[x] ur: not NFC"]),
    "space before a stop": (
        {"en": "Sent.", "fa": "ارسال شد .", "ur": "ارسال ہو گیا۔"},
        ["[x] fa: untidy spaces or joiners"],
    ),
    "joiner at the edge": (
        {"en": "Sends", "fa": "می‌فرستد\u200c", "ur": "بھیجتا ہے"},
        ["[x] fa: untidy spaces or joiners"],
    ),
    "Latin stop in Urdu": (
        {"en": "Sent.", "fa": "ارسال شد.", "ur": "ارسال ہو گیا."},
        ["[x] ur: wrong character '.' (U+002E)", "[x] ur: ends with the stop of another language"],
    ),
    "Urdu stop in Persian": (
        {"en": "Sent.", "fa": "ارسال شد۔", "ur": "ارسال ہو گیا۔"},
        ["[x] fa: wrong character '۔' (U+06D4)", "[x] fa: ends with the stop of another language"],
    ),
    "a sentence in one language only": (
        {"en": "Sent", "fa": "ارسال شد.", "ur": "ارسال ہو گیا"},
        ["[x] ends as a sentence only in fa"],
    ),
    "other placeholders": (
        {"en": "{a}", "fa": "{a}", "ur": "{b}"},
        ["[x] placeholders differ between the languages"],
    ),
    "a brace that no placeholder closes": (
        {"en": "{Name}", "fa": "{a}", "ur": "{a}"},
        ["[x] en: stray brace", "[x] placeholders differ between the languages"],
    ),
    "stray Latin word": (
        {"en": "Code", "fa": "کد TOTP", "ur": "کوڈ"},
        ["[x] fa: Latin word 'TOTP' that the English lacks"],
    ),
    "the term among the words to avoid": (
        {"en": "Post", "fa": "سمت", "ur": "عہدہ", "not": [{"word": "سمت", "lang": "fa", "why": "no"}]},
        ["[x] not: سمت is the term itself"],
    ),
    "avoided without a reason": (
        {"en": "Post", "fa": "سمت", "ur": "عہدہ", "not": [{"word": "پست", "lang": "fa"}]},
        ["[x] not: needs word, lang and why"],
    ),
}


@pytest.mark.parametrize(("entry", "faults"), FAULTS.values(), ids=FAULTS)
def test_checker_names_the_fault(entry: dict[str, object], faults: list[str]) -> None:
    assert list(check_words.table_faults({"x": entry})) == faults


def test_no_key_stands_in_two_tables(tmp_path: Path) -> None:
    assert check_words.doubled_keys(check_words.word_files()[:-1]) == []
    other = tmp_path / "other.toml"
    other.write_text('[log]\nen = "Log"\n[sentence.claim_true]\nen = "True"\n', encoding="utf-8")
    assert check_words.doubled_keys([*check_words.word_files()[:-1], other]) == ["log", "sentence.claim_true"]


def test_checker_looks_into_lists_of_tables() -> None:
    table = {"party": [{"name": {"en": "Iran", "fa": "ایران", "ur": "ایران"}}, {"name": {"en": "Pakistan"}}]}
    assert list(check_words.table_faults(table)) == ["[party[1].name] lacks fa, ur"]


def test_latin_word_may_stand_where_the_english_has_it() -> None:
    entry = {"en": "Code from TOTP", "fa": "کد TOTP", "ur": "TOTP کوڈ"}
    assert list(check_words.table_faults({"x": entry})) == []


def test_what_joins_others_may_carry_its_spaces() -> None:
    assert list(check_words.table_faults({"x": {"en": ", ", "fa": "، ", "ur": "، "}})) == []


def test_command_tells_by_its_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "bad.toml"
    table.write_text('[log]\nen = "Log"\n', encoding="utf-8")
    assert check_words.main([str(table)]) == 1
    assert capsys.readouterr().out == "bad.toml: [log] lacks fa, ur\nbad.toml: 1 faults\n"
    assert check_words.main([]) == 0
