"""The listener of the neighbour's door: aiohttp with pinned mutual TLS, apart from the officers' pages."""

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import aiohttp
from aiohttp import web

from hamsaya.core.errors import HamsayaError
from hamsaya.exchange.peer import limit
from hamsaya.exchange.peer.ask import Answer, Ask, refusal
from hamsaya.exchange.peer.tls import peer_pin

log = logging.getLogger("hamsaya.peer")

METHODS = frozenset({"GET", "HEAD", "POST", "PUT"})
READ = 256 * 1024
GRACE_SECONDS = 2.0


class Answering(Protocol):
    """What stands behind the listener: answers a question of the holder of a pinned key, and never raises."""

    def answer(self, pin: str, ask: Ask) -> Answer:
        """Return the answer; the body of a broken-off question is what of it arrived."""
        ...

    def wait(self, pin: str, ask: Ask) -> None:
        """Return once a question left open should be answered: at news, or when its time is over."""
        ...

    def close(self) -> None:
        """Let questions left open be answered now."""
        ...


@dataclass
class Runner:
    """A running door: where it listens, and how to close it."""

    port: int
    _door: Answering
    _runner: web.ServerRunner
    _pools: tuple[ThreadPoolExecutor, ...]

    async def close(self) -> None:
        """Stop listening, let what is under way end, and cut off what then still talks."""
        self._door.close()
        await self._runner.cleanup()
        for pool in self._pools:
            pool.shutdown(wait=True, cancel_futures=True)


async def listen(
    door: Answering, host: str, port: int, context: ssl.SSLContext, *, seconds: float = limit.ASK_SECONDS
) -> Runner:
    """Open the door on that address (port 0: any free one); raises OSError where the port is taken."""
    work, wait = ThreadPoolExecutor(4, "door"), ThreadPoolExecutor(8, "door-wait")
    server = web.Server(
        _handler(door, work, wait, seconds), access_log=None, keepalive_timeout=75.0, read_bufsize=READ, max_headers=32
    )
    runner = web.ServerRunner(server, shutdown_timeout=GRACE_SECONDS)
    await runner.setup()
    await web.TCPSite(runner, host, port, ssl_context=context, backlog=64).start()
    bound = int(runner.addresses[0][1])
    log.info("door open on %s:%s", host, bound)
    return Runner(bound, door, runner, (work, wait))


def _handler(
    door: Answering, work: ThreadPoolExecutor, wait: ThreadPoolExecutor, seconds: float
) -> Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]:
    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        loop = asyncio.get_running_loop()
        try:
            pin = peer_pin(request.transport.get_extra_info("ssl_object") if request.transport else None)
            ask, refused = await _read(request, seconds)
        except HamsayaError as error:
            return _response(request, refusal(400, error.code))
        if refused is not None:
            return _response(request, refused)
        if "newer=" in ask.path:
            await loop.run_in_executor(wait, door.wait, pin, ask)
        return _response(request, await loop.run_in_executor(work, door.answer, pin, ask))

    return handle


async def _read(request: web.BaseRequest, seconds: float) -> tuple[Ask, Answer | None]:
    """Return the question with as much of its body as arrives in time, and a refusal where it is too long."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    ask = Ask(request.method, request.raw_path if hasattr(request, "raw_path") else request.path_qs, b"", headers)
    if request.method not in METHODS:
        return ask, refusal(405, "door.method")
    parts: list[bytes] = []
    length = 0
    try:
        async with asyncio.timeout(seconds):
            async for part in request.content.iter_any():
                parts.append(part)
                length += len(part)
                if length > limit.BODY_BYTES:
                    return ask, refusal(413, "door.too-long")
    except (TimeoutError, OSError, aiohttp.ClientError, web.RequestPayloadError) as error:
        log.info("a question broke off after %s bytes: %s", length, type(error).__name__)
    return Ask(ask.method, ask.path, b"".join(parts), headers), None


def _response(request: web.BaseRequest, answer: Answer) -> web.Response:
    headers = {name: value for name, value in answer.headers.items() if name != "content-type"}
    body = b"" if request.method == "HEAD" else answer.body
    return web.Response(
        status=answer.status, body=body, headers={**headers, "content-type": answer.type, "server": "hamsaya"}
    )
