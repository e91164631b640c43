"""Build the runtime words from the glossary: plain, it writes them; with --check, it only compares."""

import json
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = ROOT / "docs" / "glossary.toml"
TERMS = ROOT / "src" / "hamsaya" / "words" / "terms.toml"
FIELDS = ("en", "en_plural", "fa", "fa_plural", "ur", "ur_plural", "ur_gender")
HEAD = "# Built from docs/glossary.toml by tools/build_terms.py: change the glossary, then build again.\n"


def terms_text(glossary: str) -> str:
    """Return the runtime table: the glossary's keys in its order, with only the words a page shows."""
    parts = [HEAD]
    for key, entry in tomllib.loads(glossary).items():
        words = {field: json.dumps(entry[field], ensure_ascii=False) for field in FIELDS if field in entry}
        parts.append(f"\n[{key}]\n" + "".join(f"{field} = {word}\n" for field, word in words.items()))
    return "".join(parts)


def main(arguments: list[str]) -> int:
    """Write the table, or with --check tell whether the one on disk agrees."""
    text = terms_text(GLOSSARY.read_text(encoding="utf-8"))
    if "--check" in arguments:
        agrees = TERMS.read_text(encoding="utf-8") == text
        print(f"{TERMS.name}: {'agrees with the glossary' if agrees else 'stale, run tools/build_terms.py'}")
        return 0 if agrees else 1
    TERMS.write_text(text, encoding="utf-8")
    print(f"{TERMS.name}: {text.count(chr(10) + '[')} terms")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
