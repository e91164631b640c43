"""How long the officers' pages take on 100,000 records, through the whole ASGI application in this process.

HAMSAYA_BENCH_DATABASE: `sqlite` (default) or a PostgreSQL address whose database may be filled.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from bench.harness import Figure, figure, report  # noqa: E402 -- the folder above comes first
from bench.node_home import fresh_node  # noqa: E402

TARGET_MS = 100.0
AT_ONCE = 5_000
OPEN_LETTERS = 1_000
"""Letters that the other side has not answered: far more than a board ever shows at once."""
PLACES = ("mirjaveh-taftan", "zahedan", "turbat")
PAGES = {
    "board": "now/",
    "list, first page": "in/desk/",
    "list, twentieth page": "in/desk/?page=20",
    "list with filters": "list/incident/?status=answered&owner=IR",
    "list of undertakings": "in/council/",
    "search, one word": "list/report/?q=%D8%A8%D8%A7%D8%B2%D8%A7%D8%B1%DA%86%D9%87",
    "search, two words": "list/report/?q=report+99",
    "record": "r/IR/r000002/",
    "form": "new/incident/report/",
    "log": "log/",
}


def drafts(count: int) -> Iterator[Any]:
    """Yield opening acts as a busy node has them: eight letters, a report and an undertaking of every ten."""
    from tests.node.world import LETTER

    from hamsaya.node.ledger import Draft, new_record

    chance = Random(1)
    for number in range(count):
        record = new_record("irpk", f"r{number:06d}")
        if number % 10 == 0:
            title = {"en": f"Report {number} on the border market", "fa": f"گزارش {number} دربارهٔ بازارچهٔ مرزی"}
            body = {"title": title, "source": "speech", "published": "not-stated", "dated": "header"}
            yield Draft("report/1", "enter", record, body)
        elif number % 10 == 1:
            words = {"en": f"The market at gate {number} is opened.", "ur": f"گیٹ {number} کی مارکیٹ کھولی جائے۔"}
            yield Draft("commitment/1", "enter", record, {
                "number": f"N{number}", "title": words, "wording": words, "modality": "agreed", "bound": ["IR", "PK"],
                "area": "markets", "verifiability": number % 4, "due": "not-stated",
            })  # fmt: skip
        else:
            urgency = chance.choice(("soon", "today", "normal"))
            place = {"place": chance.choice(PLACES), "precision": "settlement"}
            yield Draft("incident/1", "report", record, {**LETTER, "urgency": urgency, "place": place})


def fill(count: int) -> None:
    """Write that many records, let the other side answer nearly all letters, and fold and index everything."""
    from django.utils import timezone
    from tests.node.world import Neighbour

    from hamsaya.core.fields import format_instant
    from hamsaya.node import ledger, projector, search

    now = timezone.now() - timedelta(hours=5)
    made = list(drafts(count))
    for step, part in enumerate(_parts(made, 250)):
        ledger.append("irpk", part, post="ir-duty-officer", now=now + timedelta(seconds=step))
    neighbour = Neighbour()
    answered = [draft for draft in made if draft.kind == "incident/1"][:-OPEN_LETTERS]
    for number, draft in enumerate(answered):
        at = format_instant(now + timedelta(minutes=10, seconds=number // 10))
        neighbour.write("incident/1", "answer", draft.record, {"answer": "done"}, at=at)
    parts = list(_parts(neighbour.verified(), AT_ONCE))
    for part in parts:
        ledger.receive("irpk", part, neighbour.note() if part is parts[-1] else None, now=now)
    projector.project_all("irpk")
    search.catch_up_all("irpk")


def _parts(whole: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (whole[start : start + size] for start in range(0, len(whole), size))


def sign_in() -> str:
    """Return the cookie of a signed-in duty supervisor."""
    from django.test import Client
    from django.utils import timezone
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from hamsaya.people.enrol import add_officer, assign
    from hamsaya.people.models import Post

    officer = add_officer("bench", "fa")
    device = TOTPDevice.objects.create(user=officer, name="phone", confirmed=True)
    post = Post.objects.create(compact="irpk", code="ir-duty-supervisor", roles=["duty", "head", "desk"])
    assign(officer, post, timezone.now() - timedelta(minutes=1))
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    session, now = client.session, int(timezone.now().timestamp())
    session.update({DEVICE_ID_SESSION_KEY: device.persistent_id, "people.seen": now, "people.began": now})
    session.save()
    return client.cookies.output(header="", sep=";").split(";")[0].strip()


async def ask(application: Any, address: str, cookie: str) -> int:
    """Ask the application for one page; return the status."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(b"host", b"localhost"), (b"cookie", cookie.encode())],
        "client": ("127.0.0.1", 1), "server": ("localhost", 80),
    }  # fmt: skip
    told: list[dict[str, Any]] = []
    asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        if (message := next(asked, None)) is not None:
            return message
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    await application(scope, receive, send)
    return int(told[0]["status"])


async def measure(cookie: str, turns: int) -> dict[str, list[tuple[float, float]]]:
    """Ask for each page by turns; return (milliseconds by the clock, by the processor) of each."""
    from hamsaya.asgi import application

    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in PAGES}
    for turn in range(turns + 2):
        for name, page in PAGES.items():
            start, worked = time.perf_counter(), time.process_time()
            status = await ask(application, f"/irpk/{page}", cookie)
            if status != 200:
                raise RuntimeError(f"{page}: {status}")
            if turn >= 2:
                took = (time.perf_counter() - start) * 1000, (time.process_time() - worked) * 1000
                spent[name].append(took)
    return spent


def figures(spent: dict[str, list[tuple[float, float]]], count: int, database: str) -> Iterator[Figure]:
    """Return p50 and p95 of each page beside the target, p95 by the processor, which a busy machine leaves alone."""
    sort = "SQLite" if database == "sqlite" else "PostgreSQL"
    for name, each in spent.items():
        for share, how, words in ((50, 0, ""), (95, 0, ""), (95, 1, " by the processor")):
            value = sorted(took[how] for took in each)[min(len(each) - 1, len(each) * share // 100)]
            yield figure(f"page {name}, p{share}{words}, {count:,} records, {sort}", value, "ms", "target", TARGET_MS)


def main() -> None:
    """Fill a node and measure its pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--turns", type=int, default=40)
    parser.add_argument("--profile", metavar="PAGE", help="profile one page instead")
    args = parser.parse_args()
    database = os.environ.get("HAMSAYA_BENCH_DATABASE", "sqlite")
    with fresh_node(database):
        fill(args.records)
        cookie = sign_in()
        if args.profile:
            profile(args.profile, cookie)
            return
        spent = asyncio.run(measure(cookie, args.turns))
    report("pages" if database == "sqlite" else "pages-postgresql", list(figures(spent, args.records, database)))


def profile(name: str, cookie: str) -> None:
    """Print where the time of a page goes."""
    import cProfile
    import pstats

    from django.test import Client

    client = Client(headers={"cookie": cookie})
    address = f"/irpk/{PAGES[name]}"
    client.get(address, SERVER_NAME="localhost")
    with cProfile.Profile() as found:
        for _ in range(10):
            client.get(address, SERVER_NAME="localhost")
    pstats.Stats(found).sort_stats("cumulative").print_stats(60)


if __name__ == "__main__":
    main()
