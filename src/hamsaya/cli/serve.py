"""`hamsaya serve`: officers' pages, the neighbour's door and the worker, in one process."""

import asyncio
import os
import signal
import socket
import threading
from argparse import ArgumentParser, Namespace
from importlib import import_module
from typing import TYPE_CHECKING

from hamsaya.cli.command import Command, Result
from hamsaya.cli.open_node import migrate, open_node
from hamsaya.cli.worker import work
from hamsaya.core.errors import Refused
from hamsaya.node.collector import collector_aside, settle

if TYPE_CHECKING:
    import uvicorn

GRACE_SECONDS = 2
PAGES = ("hamsaya.asgi", "hamsaya.urls")
"""Loaded before anybody asks: Django itself would load the second when the first page is asked for."""


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--listen", metavar="HOST:PORT", help="serve the officers' pages here instead")
    parser.add_argument("--web-only", action="store_true", help="pages alone: no door, no worker")
    parser.add_argument("--certificate", metavar="FILE", help="TLS certificate of the pages (PEM)")
    parser.add_argument("--certificate-key", metavar="FILE", help="its key (PEM)")
    parser.add_argument(
        "--demo", action="store_true", help="make it a demonstration: known officers, the example's records"
    )


def run(args: Namespace) -> Result:
    """Serve until Ctrl-C."""
    if args.demo:
        os.environ["HAMSAYA_DEMO"] = "yes"
    os.environ.setdefault("HAMSAYA_LOG", "INFO")
    with collector_aside():
        open_node(args, ready=False)
        migrate()
        for name in PAGES:
            import_module(name)
    from django.conf import settings

    if args.demo:
        prepare_demo()
    pages = bind(args.listen or settings.HAMSAYA_NODE.listen)
    asyncio.run(serve(args, pages))
    return Result({"ended": True}, ["ended"])


def bind(address: str) -> socket.socket:
    """Return a listening socket; Refused where the address is wrong or taken."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise Refused("listen.address", address=address)
    try:
        family = socket.AF_INET6 if ":" in host.strip("[]") else socket.AF_INET
        made = socket.socket(family)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host.strip("[]"), int(port)))
        made.listen(128)
    except (OSError, OverflowError) as error:
        raise Refused("listen.taken", address=address) from error
    return made


async def serve(args: Namespace, pages: socket.socket) -> None:
    """Open the door, start the worker, serve the pages; close all three in turn when told to end."""
    from django.conf import settings

    from hamsaya.exchange.peer import serve_door

    settle()
    door = None if args.web_only else await serve_door(settings.HAMSAYA_NODE)
    stop = threading.Event()
    worker = None if args.web_only else threading.Thread(target=work, args=(stop,), name="worker")
    if worker:
        worker.start()
    followers = follow_example(stop) if args.demo else []
    print(f"Officers' pages: {address_of(pages, secure=bool(args.certificate))}", flush=True)
    if door:
        print(f"Neighbour's door: port {door.port}", flush=True)
    try:
        await serve_pages(_server(args), pages)
    finally:
        stop.set()
        for thread in (*followers, *([worker] if worker else [])):
            await asyncio.to_thread(thread.join)
        if door:
            await door.close()


def address_of(pages: socket.socket, *, secure: bool) -> str:
    """Return the address to type into a browser."""
    host, port = pages.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"http{'s' * secure}://{shown}:{port}/"


def _server(args: Namespace) -> "uvicorn.Server":
    import uvicorn

    config = uvicorn.Config(
        "hamsaya.asgi:application",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ssl_certfile=args.certificate,
        ssl_keyfile=args.certificate_key,
    )
    return uvicorn.Server(config)


async def serve_pages(server: "uvicorn.Server", pages: socket.socket) -> None:
    """Serve until the first Ctrl-C or SIGTERM; a second one does not wait for who still talks."""

    def end() -> None:
        server.force_exit, server.should_exit = server.should_exit, True

    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, end)
    await server._serve([pages])  # noqa: SLF001 -- serve() would put uvicorn's own signal handlers over ours


def follow_example(stop: threading.Event) -> list[threading.Thread]:
    """Start a thread for each compact that signs the prepared sitting's acts as the neighbour's arrive."""
    from django.conf import settings

    from hamsaya.cli.prepared import follow

    home = settings.HAMSAYA_HOME
    threads = [
        threading.Thread(target=follow, args=(each.id, each.party, home, stop), name="example")
        for each in settings.HAMSAYA_NODE.compacts
    ]
    for thread in threads:
        thread.start()
    return threads


def prepare_demo() -> None:
    """Store the demonstration's officers and sign the example's acts, once."""
    from datetime import UTC, datetime

    from django.conf import settings

    from hamsaya.cli.example import load_records
    from hamsaya.core.compact import load_compact
    from hamsaya.people.demo import create_demo_officers, create_demo_roster

    for member in settings.HAMSAYA_NODE.compacts:
        compact = load_compact(settings.HAMSAYA_NODE.compact_source(member.id))
        create_demo_officers(compact, member.party, datetime.now(UTC))
        create_demo_roster(compact, member.party, datetime.now(UTC))
        load_records(member.id, member.party)


COMMAND = Command(
    name="serve",
    does="serve the officers' pages, the neighbour's door and the worker",
    text=(
        "One process does everything and brings the database up to this version first. Where to listen stands in "
        "node.toml. Beyond this machine, serve the pages over TLS: with --certificate, or behind a reverse proxy."
    ),
    examples=(
        ("hamsaya serve", "serve until Ctrl-C"),
        ("hamsaya serve --listen 127.0.0.1:9000", "the pages on another port"),
        ("hamsaya serve --web-only", "one of several web processes; 'hamsaya worker' runs apart"),
    ),
    run=run,
    arguments=arguments,
)
