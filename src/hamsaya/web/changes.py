"""The stream that tells a page "something changed": server-sent events, one watcher for all who listen."""

import asyncio
from collections.abc import AsyncIterator
from typing import Self

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from hamsaya.node.change import wait_for_change_async
from hamsaya.people.gate import quiet

LASTS = 300.0
"""Seconds after which a stream ends; the browser opens the next one, and the gate looks again who is asking."""
BEAT = 20.0


class Hub:
    """Follows the node's change counter once for an event loop, and wakes everyone who waits."""

    def __init__(self) -> None:
        """The task starts with the first listener."""
        self.value = -1
        self._news = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None
        self._listeners = 0

    async def __aenter__(self) -> Self:
        """Count a listener in."""
        self._listeners += 1
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._follow())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Count a listener out; with the last one the watching ends."""
        self._listeners -= 1
        if not self._listeners and self._task is not None:
            self._task.cancel()
            self._task = None

    async def _follow(self) -> None:
        while True:
            value = await wait_for_change_async(self.value, 1.0)
            if value > self.value:
                async with self._news:
                    self.value = value
                    self._news.notify_all()

    async def next(self, after: int, timeout: float) -> int:
        """Return the counter once it is past `after`, or as it is after `timeout` seconds."""
        async with self._news:
            try:
                await asyncio.wait_for(self._news.wait_for(lambda: self.value > after), timeout)
            except TimeoutError:
                pass
            return self.value


_hubs: dict[int, Hub] = {}


def _hub() -> Hub:
    return _hubs.setdefault(id(asyncio.get_running_loop()), Hub())


@quiet
async def stream(request: HttpRequest, compact: str) -> HttpResponseBase:
    """Stream an event with each change of any shared log of this node; it carries no content."""
    response = StreamingHttpResponse(_events(), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    response["Content-Encoding"] = "identity"  # else a compressor would hold events back until its window fills
    return response


async def _events() -> AsyncIterator[str]:
    await sync_to_async(close_old_connections)()  # who asks is known by now, and a stream lasts long
    loop = asyncio.get_running_loop()
    end = loop.time() + LASTS
    async with _hub() as hub:
        seen = hub.value
        yield "retry: 2000\n\n"
        while (left := end - loop.time()) > 0:
            value = await hub.next(seen, min(BEAT, left))
            yield f"event: changed\nid: {value}\ndata: {value}\n\n" if value > seen else ": beat\n\n"
            seen = value
