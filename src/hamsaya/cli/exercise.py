"""`hamsaya exercise`: plays our side of the exercise night into our log, through the door that officers' acts take."""

import secrets
import threading
import time
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

from hamsaya.cli.command import Command, Result
from hamsaya.cli.night import SPEED, Player, follow, running
from hamsaya.cli.open_node import add_compact, compact_of, open_node
from hamsaya.core.errors import Refused

NAME_LETTERS = "abcdefghijklmnopqrstuvwxyz"
WAIT_SECONDS = 60.0


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("what", choices=("run",), help="run: play our side of the night, to its end")
    parser.add_argument("--speed", type=float, default=SPEED, help=f"how many times faster than the clock ({SPEED})")
    add_compact(parser)


def run(args: Namespace) -> Result:
    """Begin the night, or join the one that the neighbour began, and play it."""
    open_node(args)
    if not 1 <= args.speed <= 36_000:
        raise Refused("exercise.speed", speed=args.speed)
    from django.conf import settings

    compact = compact_of(args)
    party = settings.HAMSAYA_NODE.membership(compact).party
    exercise, started = begin_or_join(compact, party)
    player = Player(compact, party, exercise, settings.HAMSAYA_HOME / f"exercise-{exercise}.next")
    follow(player, started, args.speed, threading.Event())
    return Result({"exercise": exercise, "steps": player.done}, [f"the night is over: {player.done} acts were ours"])


def begin_or_join(compact: str, party: str) -> tuple[str, datetime]:
    """Return the night that runs, begun by the script's first side; the other waits for it to arrive."""
    from hamsaya.cli.night import read_script

    until = time.monotonic() + WAIT_SECONDS
    while (found := running(compact)) is None:
        if read_script()[0]["by"] == party:
            return "".join(secrets.choice(NAME_LETTERS) for _ in range(5)), datetime.now(UTC)
        if time.monotonic() > until:
            raise Refused("exercise.none")
        time.sleep(0.2)
    return found


COMMAND = Command(
    name="exercise",
    does="play our side of the exercise night",
    text=(
        "A scripted night in fast time: a flood, strayed livestock, a blasting notice, a rumour, a link test without "
        "an answer, shots with a wrong place that is corrected, the hand-over at six. All of it is practice: it stands "
        "in the log, marked in each record's own number, and never mixes with actual letters. One side begins, the "
        "other joins."
    ),
    examples=(
        ("hamsaya exercise run", "ten hours in two minutes"),
        ("hamsaya exercise run --speed 60", "an hour of the night in a minute"),
    ),
    run=run,
    arguments=arguments,
)
