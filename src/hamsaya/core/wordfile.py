"""How a words file is read: it is TOML, of which nearly every file keeps to lines of three forms.

Every process that says a word reads all the tables, two thousand sentences in each language; line by line that takes a
tenth of what a whole parser takes. A file with a line of any other form is left to the parser.
"""

import re
import tomllib
from collections.abc import Mapping

Entry = dict[str, str]
TEXT = r'"[^"\\]*"'
LINE = re.compile(
    rf"\[(?P<head>[\w.-]+)\]|(?P<said>[\w-]+ = {TEXT})"
    rf"|(?P<name>[\w.-]+) = \{{ (?P<texts>[\w-]+ = {TEXT}(?:, [\w-]+ = {TEXT})*) \}}|#.*|"
)


def read_table(data: str) -> dict[str, Entry]:
    """Flatten a TOML words file: every table that holds `en`, `fa` and `ur` becomes one dotted key.

    Raises tomllib.TOMLDecodeError where it is no TOML.
    """
    found = _by_lines(data)
    return _flatten(tomllib.loads(data)) if found is None else found


def _by_lines(data: str) -> dict[str, Entry] | None:
    """Return the entries by their keys; None where a line is of another form or says a thing twice."""
    found: dict[str, Entry] = {}
    head = ""
    for each in data.split("\n"):
        line = LINE.fullmatch(each)
        if line is None:
            return None
        if line["head"]:
            head = line["head"]
        key = f"{head}.{line['name']}" if head and line["name"] else line["name"] or head
        parts = (line["texts"] or line["said"] or "").split('"')
        entry = found.setdefault(key, {})
        before = len(entry)
        entry.update(zip((name.strip(", =") for name in parts[::2]), parts[1::2], strict=False))
        if len(entry) != before + len(parts) // 2:
            return None
    return {key: entry for key, entry in found.items() if "en" in entry}


def _flatten(tables: Mapping[str, object]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}

    def walk(table: Mapping[str, object], path: tuple[str, ...]) -> None:
        if "en" in table:
            found[".".join(path)] = {name: str(text) for name, text in table.items() if isinstance(text, str)}
        for name, value in table.items():
            if isinstance(value, dict):
                walk(value, (*path, name))

    walk(tables, ())
    return found
