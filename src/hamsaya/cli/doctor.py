"""`hamsaya doctor`: looks at keys, clock, disk, database, logs, link and mirrors, and says what to do."""

from argparse import Namespace
from datetime import UTC, datetime

from hamsaya.cli.command import BROKEN, OK, Command, Result
from hamsaya.cli.open_node import open_node
from hamsaya.cli.show_text import says
from hamsaya.core.errors import HamsayaError
from hamsaya.core.text import has_word, word

SIGNS = {"ok": "good", "warn": "look", "bad": "BAD "}


def run(args: Namespace) -> Result:
    """Look at everything; exit code 4 where something is bad."""
    open_node(args, ready=False)
    from django.conf import settings

    from hamsaya.cli.checkup import BAD, Finding, look

    def sentence(found: Finding) -> str:
        if has_word(found.says):
            return word(found.says, args.lang, **found.values)
        return says(HamsayaError(found.says.removeprefix("refused."), **found.values), args.lang)

    found = list(look(settings.HAMSAYA_NODE, datetime.now(UTC)))
    data = [{"check": each.check, "state": each.state, "says": sentence(each)} for each in found]
    lines = [f"{SIGNS[each['state']]}  {each['check']:9} {each['says']}" for each in data]
    bad = any(each.state == BAD for each in found)
    return Result({"healthy": not bad, "findings": data}, lines, BROKEN if bad else OK)


COMMAND = Command(
    name="doctor",
    does="look at keys, clock, disk, database, logs, link and mirrors, and say what to do",
    text=("Changes nothing. Each line says what was found and, where something is wrong, what to do about it."),
    examples=(
        ("hamsaya doctor", "look at everything (exit code 4 where something is bad)"),
        ("hamsaya doctor --lang fa", "the same in Persian"),
        ("hamsaya doctor --json", "for monitoring"),
    ),
    run=run,
)
