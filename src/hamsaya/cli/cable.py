"""The cable of a demonstration: a relay on loopback between two doors that can be unplugged and plugged in again."""

import asyncio
import contextlib

PIECE = 65_536


class Cable:
    """Relays connections from a port of its own to another; while unplugged it lets nobody through."""

    def __init__(self) -> None:
        """A cable starts plugged in."""
        self.plugged = True
        self._streams: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def lay(self, port: int, to: int) -> None:
        """Listen on `port` of loopback and relay to the port `to`."""

        async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await self._relay(reader, writer, to)

        self._server = await asyncio.start_server(relay, "127.0.0.1", port)

    def unplug(self) -> None:
        """Cut every connection and let no new one through."""
        self.plugged = False
        for stream in tuple(self._streams):
            stream.transport.abort()

    def plug(self) -> None:
        """Let connections through again."""
        self.plugged = True

    async def close(self) -> None:
        """Stop listening and cut what is connected."""
        self.unplug()
        if self._server:
            self._server.close()
            await self._server.wait_closed()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, to: int) -> None:
        self._streams.add(writer)
        try:
            if self.plugged:
                there = await asyncio.open_connection("127.0.0.1", to)
                self._streams.add(there[1])
                await asyncio.gather(self._pump(reader, there[1]), self._pump(there[0], writer))
        except OSError:
            pass  # nobody listens there yet, or the connection was cut: the sender tries again
        finally:
            self._streams.discard(writer)
            writer.close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while piece := await reader.read(PIECE):
                writer.write(piece)
                await writer.drain()
        finally:
            self._streams.discard(writer)
            with contextlib.suppress(OSError):
                writer.close()
