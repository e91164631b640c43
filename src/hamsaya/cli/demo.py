"""`hamsaya demo`: two nodes on this machine, with a cable between them that can be unplugged."""

import asyncio
import shutil
import signal
import socket
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass, replace
from pathlib import Path

from hamsaya.cli import night
from hamsaya.cli.cable import Cable
from hamsaya.cli.card import read_card
from hamsaya.cli.command import BROKEN, OK, Command, Result
from hamsaya.cli.example import COMPACT, example_folder
from hamsaya.cli.home_file import write_home
from hamsaya.core.compact import load_compact
from hamsaya.core.errors import Broken, Refused
from hamsaya.core.fingerprint import fingerprint_words
from hamsaya.node.home import read_home

FIRST_PORT = 8401
READY = "Officers' pages: "
MARK = "demo"
START_SECONDS = 120
END_SECONDS = 15
ATTEMPTS = 3
KEYS = (
    "u + Enter unplugs the cable between the nodes, p + Enter plugs it in, x + Enter plays the exercise night, "
    "Ctrl-C ends."
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two nodes: whose it is, where its folder lies, and its three ports on loopback."""

    party: str
    home: Path
    pages: int
    door: int
    cable: int


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--fresh", action="store_true", help="throw the demonstration away and start over")
    parser.add_argument(
        "--speed",
        type=int,
        default=night.SPEED,
        help=f"of the exercise night: times the clock ({night.SPEED})",
    )
    parser.add_argument("--port", type=int, default=FIRST_PORT, help=f"first port to try ({FIRST_PORT})")


def run(args: Namespace) -> Result:
    """Run both nodes until Ctrl-C."""
    folder = Path(args.home or "demo-data").absolute()
    if args.fresh:
        throw_away(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / MARK).touch()
    code = asyncio.run(Demo(folder, args.port, max(1, args.speed)).run())
    return Result({"ended": True}, ["ended; the next 'hamsaya demo' goes on from here"], code)


def throw_away(folder: Path) -> None:
    """Remove a demonstration's folder; Refused for a folder that is none."""
    if folder.exists() and not (folder / MARK).exists():
        raise Refused("demo.not-a-demo", path=folder)
    shutil.rmtree(folder, ignore_errors=True)


def is_free(port: int) -> bool:
    """Tell whether nobody listens on that port of loopback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except OSError:
            return False
    return True


def free_ports(count: int, start: int) -> list[int]:
    """Return so many free ports of loopback, from `start` upwards."""
    found: list[int] = []
    for port in range(start, min(start + 1000, 65_536)):
        if is_free(port):
            found.append(port)
        if len(found) == count:
            return found
    raise Refused("demo.no-ports", start=start)


class Demo:
    """Two child processes, a cable each way, and whoever sits at the terminal."""

    def __init__(self, folder: Path, port: int, speed: int = night.SPEED) -> None:
        """`folder`: where the two homes lie; `port`: the first to try; `speed`: of the exercise night."""
        self.speed = speed
        self.compact = load_compact((example_folder() / COMPACT).read_bytes())
        self.folder, self.sides = folder, self._choose(folder, port)
        self.source = folder / COMPACT
        self.children: list[asyncio.subprocess.Process] = []
        self.cables = [Cable(), Cable()]
        self.end = asyncio.Event()
        self.night: asyncio.Future[None] | None = None

    def _choose(self, folder: Path, port: int) -> tuple[Side, ...]:
        ports = free_ports(6, port)
        return tuple(
            Side(party.code, folder / party.code, ports[at], ports[2 + at], ports[4 + at])
            for at, party in enumerate(self.compact.parties)
        )

    async def run(self) -> int:
        """Make what is missing, start both nodes, and wait for the end."""
        loop = asyncio.get_running_loop()
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(each, self.end.set)
        self._lay_compact()
        try:
            self._greet(await self._begin())
            return await self._wait()
        finally:
            await self._close()

    def _lay_compact(self) -> None:
        """Put the example's compact beside the homes; a demonstration made under another one cannot go on."""
        example = (example_folder() / COMPACT).read_bytes()
        if self.source.exists() and self.source.read_bytes() != example:
            raise Refused("demo.other-example", path=str(self.folder))
        self.source.write_bytes(example)

    async def _begin(self) -> list[str]:
        """Start both nodes and return their addresses; where somebody else took a port meanwhile, with other ports."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                await self._prepare()
                for cable, side in zip(self.cables, self.sides, strict=True):
                    await cable.lay(side.cable, side.door)
                return await self._start_both()
            except (Broken, OSError):
                await self._close()
                ports = [port for side in self.sides for port in (side.pages, side.door, side.cable)]
                if attempt == ATTEMPTS or all(map(is_free, ports)):
                    raise
                self.children, self.cables = [], [Cable(), Cable()]
                self.sides = self._choose(self.folder, max(ports) + 1)
        raise AssertionError  # pragma: no cover -- the last attempt returns or raises

    async def _start_both(self) -> list[str]:
        """Start both nodes; wait for both, also where one fails, so that neither is left alone."""
        started = await asyncio.gather(*(self._start(side) for side in self.sides), return_exceptions=True)
        for each in started:
            if isinstance(each, BaseException):
                raise each
        return [each for each in started if isinstance(each, str)]

    def _card(self, side: Side) -> Path:
        """Return a node's card: the last thing that is written when a node is made."""
        return side.home / "cards" / f"{self.compact.id}.{side.party}.card"

    async def _prepare(self) -> None:
        """Make both homes, let them meet, and give them the ports of this run."""
        new = [side for side in self.sides if not self._card(side).exists()]
        if new:
            print("Making two nodes; this happens once.", flush=True)
        await asyncio.gather(*(self._init(side) for side in new))
        await asyncio.gather(*(self._meet(*pair) for pair in (self.sides, self.sides[::-1])))
        for side, other in (self.sides, self.sides[::-1]):
            home = read_home(side.home)
            members = tuple(replace(each, neighbour=f"https://127.0.0.1:{other.cable}") for each in home.compacts)
            pages, door = f"127.0.0.1:{side.pages}", f"127.0.0.1:{side.door}"
            write_home(replace(home, compacts=members, listen=pages, peer_listen=door))

    async def _init(self, side: Side) -> None:
        await self._call("init", "--home", str(side.home), "--compact", str(self.source), "--party", side.party)

    async def _meet(self, side: Side, other: Side) -> None:
        if all(each.neighbour_root for each in read_home(side.home).compacts):
            return
        words = " ".join(fingerprint_words(read_card(self._card(other).read_bytes()).root_key))
        await self._call("meet", str(self._card(other)), "--home", str(side.home), "--words", words)

    async def _call(self, *arguments: str) -> None:
        """Run one command in a process of its own, and end where it fails."""
        child = await self._spawn(*arguments, stderr=asyncio.subprocess.STDOUT)
        said, _ = await child.communicate()
        if child.returncode:
            raise Broken("demo.command", command=arguments[0], said=said.decode(errors="replace").strip())

    async def _spawn(self, *arguments: str, stderr: int | None = None) -> asyncio.subprocess.Process:
        # A session of its own: Ctrl-C at the terminal reaches this process alone, which then ends the others in turn.
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "hamsaya.cli.main", *arguments, stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE, stderr=stderr, start_new_session=True,
        )  # fmt: skip

    async def _start(self, side: Side) -> str:
        """Start a node and return the address of its pages once they are served."""
        log = (side.home / "node.log").open("ab")
        child = await self._spawn("serve", "--demo", "--home", str(side.home), stderr=log.fileno())
        log.close()
        self.children.append(child)
        async with asyncio.timeout(START_SECONDS):
            while child.stdout and (line := (await child.stdout.readline()).decode()):
                if line.startswith(READY):
                    return line.removeprefix(READY).strip()
        raise Broken("demo.command", command="serve", said=f"see {side.home / 'node.log'}")

    def _greet(self, addresses: list[str]) -> None:
        from hamsaya.people.roles import ADMIN, DESK, DUTY, HEAD, MARKET, SPOKESPERSON

        print()
        for side, address in zip(self.sides, addresses, strict=True):
            print(f"{self.compact.party(side.party).name['en']}: {address}")
        print(
            f"\nSign in on either as {DUTY}, {HEAD}, {DESK}, {SPOKESPERSON}, {MARKET} or {ADMIN}; "
            "the page shows the password and then the code."
        )
        print(KEYS if sys.stdin.isatty() else "Ctrl-C ends.", flush=True)

    async def _wait(self) -> int:
        """Wait for Ctrl-C, for a node that ends by itself, and for words at the terminal."""
        if sys.stdin.isatty():
            asyncio.get_running_loop().add_reader(sys.stdin, self._hear)
        waits = {asyncio.ensure_future(each.wait()) for each in self.children}
        waits.add(asyncio.ensure_future(self.end.wait()))
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for each in waits:
            each.cancel()
        if self.end.is_set():
            return OK
        print(f"A node ended by itself; see {self.source.parent}/*/node.log", file=sys.stderr)
        return BROKEN

    def _hear(self) -> None:
        word = sys.stdin.readline().strip().lower()
        if word in {"u", "p"}:
            self._link("cut" if word == "u" else "mend")
        elif word == "x" and (self.night is None or self.night.done()):
            self.night = asyncio.ensure_future(self._play_night())

    def _link(self, what: str) -> None:
        for cable in self.cables:
            cable.unplug() if what == "cut" else cable.plug()
        print("The cable is unplugged." if what == "cut" else "The cable is plugged in.", flush=True)

    async def _play_night(self) -> None:
        """Let both nodes play the exercise night, and cut and mend the cable where the script says so."""
        print(f"The exercise night: ten hours in {600 * 60 // self.speed} seconds.", flush=True)
        steps = [step for step in night.read_script() if "link" in step]
        started = asyncio.get_running_loop().time()
        sides = [asyncio.ensure_future(self._play(side)) for side in self.sides]
        for step in steps:
            await asyncio.sleep(max(0.0, started + step["at"] * 60 / self.speed - asyncio.get_running_loop().time()))
            self._link(step["link"])
        await asyncio.gather(*sides)
        print("The exercise night is over.", flush=True)

    async def _play(self, side: Side) -> None:
        child = await self._spawn("exercise", "run", "--speed", str(self.speed), "--home", str(side.home))
        while child.stdout and (line := (await child.stdout.readline()).decode()):
            print(line.rstrip(), flush=True)
        await child.wait()

    async def _close(self) -> None:
        """End both nodes in turn; one that does not end in time is killed, which it survives."""
        for child in self.children:
            if child.returncode is None:
                child.terminate()
        for child in self.children:
            try:
                await asyncio.wait_for(child.wait(), END_SECONDS)
            except TimeoutError:
                child.kill()
        for cable in self.cables:
            await cable.close()


COMMAND = Command(
    name="demo",
    does="run two nodes on this machine with the example's records",
    text=(
        "Makes two nodes under demo-data/ (or --home), lets them meet, loads what five public reports say, and "
        "prints two addresses and who signs in. It needs no network. A second run goes on where the first ended. "
        "The link between the nodes is a cable that you can unplug: what is written meanwhile is delivered once "
        "it is plugged in again. x + Enter plays a scripted exercise night on both."
    ),
    examples=(
        ("hamsaya demo", "start, or go on"),
        ("hamsaya demo --fresh", "start over"),
        ("hamsaya demo --home /tmp/two-nodes --port 9000", "elsewhere, from port 9000 on"),
    ),
    run=run,
    arguments=arguments,
)
