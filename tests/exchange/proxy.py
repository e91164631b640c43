"""A bad line on loopback: slow, cut after so many bytes, or down. Runs in a thread of its own."""

import asyncio
import contextlib
import threading
from random import Random
from types import TracebackType
from typing import Self

PIECE = 1024
AHEAD = 16
"""Pieces that are under way at most; then the sender waits."""


class Proxy:
    """Hands every connection on to a port of this machine. Settings count for what passes from then on."""

    def __init__(self, to: int) -> None:
        """`to`: the port behind; 0 until it is known."""
        self.to = to
        self.port = 0
        self.is_up = True
        self.bytes_a_second: float | None = None
        self.latency = 0.0
        """Seconds that a piece is under way, each way."""
        self.loss = 0.0
        """The share of pieces that are lost once and sent again a round trip later; those behind wait for them."""
        self.cut_after: int | None = None
        """Bytes of one connection, both ways together, after which it dies."""
        self.passed = 0
        self.connections = 0
        self.cuts = 0
        self._chance = Random(7)
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)

    def __enter__(self) -> Self:
        """Start; `port` is known from here on."""
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, and cut what still runs."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._connect, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        passed = [0]
        writers = [writer]
        try:
            if not self.is_up:
                return
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.to)
            writers.append(far_writer)
            await asyncio.wait(
                [
                    asyncio.ensure_future(self._pass(reader, far_writer, passed)),
                    asyncio.ensure_future(self._pass(far_reader, writer, passed)),
                ],
                return_when=asyncio.FIRST_COMPLETED,
            )
        except (OSError, asyncio.CancelledError):
            pass  # nobody listens behind, or the proxy ends: to the caller the line is down
        finally:
            for each in writers:
                each.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, passed: list[int]) -> None:
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(AHEAD)
        both = [
            asyncio.ensure_future(self._take(reader, under_way)),
            asyncio.ensure_future(self._carry(under_way, writer, passed)),
        ]
        try:
            await both[1]
        finally:
            for each in both:
                each.cancel()

    async def _take(self, reader: asyncio.StreamReader, under_way: asyncio.Queue[tuple[float, bytes]]) -> None:
        data = b"start"
        while data:
            try:
                data = await reader.read(PIECE)
            except OSError:
                data = b""
            lost = 2 * self.latency if self._chance.random() < self.loss else 0.0
            await under_way.put((self._loop.time() + self.latency + lost, data))

    async def _carry(
        self, under_way: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter, passed: list[int]
    ) -> None:
        with contextlib.suppress(OSError):
            while True:
                arrives, data = await under_way.get()
                if arrives > self._loop.time():
                    await asyncio.sleep(arrives - self._loop.time())
                if not data or not self.is_up:
                    return
                if self.bytes_a_second is not None:
                    await asyncio.sleep(len(data) / self.bytes_a_second)
                left = len(data) if self.cut_after is None else max(0, self.cut_after - passed[0])
                writer.write(data[:left])
                await writer.drain()
                self.passed += len(data[:left])
                passed[0] += len(data)
                if left < len(data):
                    self.cuts += 1
                    return
