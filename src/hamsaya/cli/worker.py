"""`hamsaya worker`: folds, indexes, reacts and exchanges; one worker a node, whoever holds the lock."""

import logging
import signal
import threading
import time
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, date, datetime

from hamsaya.cli.command import Command, Result
from hamsaya.cli.open_node import open_node
from hamsaya.core.errors import HamsayaError

log = logging.getLogger("hamsaya.worker")

STAND_BY_SECONDS = 2.0
LOOK_SECONDS = 1.0
CLOCK_SECONDS = 2.0
"""How often a worker looks whether something is due by the clock."""


_reminded: dict[str, date] = {}
"""The day on which each compact's overdue sittings were last looked for."""


def work(stop: threading.Event) -> None:
    """Work until `stop` is set; while another process holds the lock, stand by to take over."""
    from django.db import close_old_connections

    from hamsaya.node.leader import Leader

    with Leader() as leader:
        while not stop.is_set():
            if leader.take():
                _lead(stop, leader.still)
            else:
                stop.wait(STAND_BY_SECONDS)
    close_old_connections()


def _lead(stop: threading.Event, still: Callable[[], bool]) -> None:
    """Exchange in threads of their own, and follow the logs in this one, until told to stop or the lock is lost."""
    from hamsaya.exchange.mail.digest import run_mail
    from hamsaya.exchange.peer import run_worker
    from hamsaya.node.change import wait_for_change

    log.info("working")
    leave = threading.Event()
    threads = [threading.Thread(target=work, args=(leave,), name=work.__name__) for work in (run_worker, run_mail)]
    for each in threads:
        each.start()
    counter, due = -1, 0.0
    while not stop.is_set() and still():
        follow()
        if time.monotonic() >= due:
            keep_time()
            due = time.monotonic() + CLOCK_SECONDS
        counter = wait_for_change(counter, LOOK_SECONDS)
    leave.set()
    for each in threads:
        each.join()


def follow() -> None:
    """Fold what came in bulk, index what is new, carry out withdrawals and retention, and tell the reactors."""
    from django.conf import settings
    from django.db import Error, OperationalError

    from hamsaya.node import outbox, projector, reminder, retain, search, withdraw

    for member in settings.HAMSAYA_NODE.compacts:
        try:
            projector.project_all(member.id)
            search.catch_up_all(member.id)
            now = datetime.now(UTC)
            withdraw.follow(member.id, now)
            retain.run_daily(member.id, now)
            outbox.react_all(member.id)
            if _reminded.get(member.id) != now.date():
                reminder.remind(member.id, now)
                _reminded[member.id] = now.date()
        except OperationalError as error:
            log.warning("%s: the database could not be used; again in a moment: %s", member.id, error)
        except (HamsayaError, Error):
            log.exception("%s: could not follow; again in a moment", member.id)


def keep_time() -> None:
    """Send link tests, answer the neighbour's, sign silence where it is due, and let go of files nobody confirmed."""
    from django.conf import settings
    from django.db import Error
    from django.utils import timezone

    from hamsaya.node import clockwork, held

    try:
        clockwork.turn_all([member.id for member in settings.HAMSAYA_NODE.compacts], timezone.now())
        held.sweep(timezone.now())
    except Error:
        log.exception("what is due by the clock waits; again in a moment")


def run(args: Namespace) -> Result:
    """Work until Ctrl-C."""
    open_node(args)
    stop = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stop.set())
    work(stop)
    return Result({"ended": True}, ["ended"])


COMMAND = Command(
    name="worker",
    does="fold, index, react and exchange, apart from the pages",
    text=(
        "'hamsaya serve' does this itself. A larger installation runs several 'serve --web-only' on one "
        "PostgreSQL and two workers: one works, the other stands by and takes over when the first dies."
    ),
    examples=(("hamsaya worker", "work until Ctrl-C"),),
    run=run,
)
