"""Write docs/reference/cli.md from the commands themselves.

Usage: build_reference.py [--check]   (with --check: exit 1 where the page is not what the commands say)
"""

import argparse
import sys
from pathlib import Path

from hamsaya.cli.command import EXIT_CODES, Command
from hamsaya.cli.commands import COMMANDS
from hamsaya.cli.main import add_parser

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "cli.md"
HEAD = """# Command line

<!-- Written by tools/build_reference.py from the commands themselves: change them, then run `make reference`. -->

Every command takes `--home DIR` (the node's folder), `--json` (one JSON object instead of sentences) and
`--lang en|fa|ur` (the language of what is refused). `hamsaya COMMAND --help` says the same as this page.

## Exit codes

| Code | Meaning |
|---|---|
"""


def page() -> str:
    """Return the whole page."""
    codes = "".join(f"| {code} | {meaning} |\n" for code, meaning in EXIT_CODES.items())
    names = "".join(f"- [`{command.name}`](#{command.name}): {command.does}\n" for command in COMMANDS)
    return HEAD + codes + "\n## Commands\n\n" + names + "".join(map(section, COMMANDS))


def section(command: Command) -> str:
    """Return a command's part: what it does, arguments, examples."""
    examples = "".join(f"```sh\n{line}\n```\n\n{_sentence(what)}\n\n" for line, what in command.examples)
    rows = "".join(f"| `{name}` | {text} |\n" for name, text in arguments(command))
    table = f"| Argument | |\n|---|---|\n{rows}\n" if rows else ""
    text = f"\n## {command.name}\n\n{_sentence(command.does)}\n\n{command.text}\n\n{table}{examples}"
    return text.rstrip() + "\n"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def arguments(command: Command) -> list[tuple[str, str]]:
    """Return the command's own arguments and what they mean."""
    parser = argparse.ArgumentParser(add_help=False)
    add_parser(parser, command)
    every = {"--home", "--json", "--lang"}
    actions = parser._actions  # noqa: SLF001 -- argparse has no other way to ask
    return [(_name(each), each.help or "") for each in actions if not every & set(each.option_strings)]


def _name(action: argparse.Action) -> str:
    value = action.metavar or (f"{{{','.join(map(str, action.choices))}}}" if action.choices else action.dest.upper())
    value = " ".join(value) if isinstance(value, tuple) else value
    value = f"{value} …" if action.nargs in {"+", "*"} else value
    if not action.option_strings:
        return f"[{value}]" if action.nargs in {"?", "*"} else value
    names = ", ".join(action.option_strings)
    return names if action.nargs == 0 else f"{names} {value}"


def main(options: list[str]) -> int:
    """Write the page, or check it."""
    text = page()
    if "--check" in options:
        if not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text:
            print(f"{PAGE.relative_to(ROOT)} is not what the commands say: run make reference")
            return 1
        return 0
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
