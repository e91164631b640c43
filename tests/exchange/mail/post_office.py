"""A mail server reduced to what a client needs: takes every letter on loopback and keeps it."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default

Box = list[Message]


class Clerk(socketserver.StreamRequestHandler):
    """Speaks as much SMTP as one letter needs."""

    def handle(self) -> None:
        """Take letters until the client leaves."""
        self.say("220 loopback")
        for raw in self.rfile:
            verb = raw.split()[0].upper() if raw.split() else b""
            if verb == b"DATA":
                self.say("354 go on")
                self.server.box.append(self.letter())  # type: ignore[attr-defined]  # set below
            if verb == b"QUIT":
                self.say("221 bye")
                return
            self.say("250 ok")

    def letter(self) -> Message:
        """Read a letter up to the lone dot."""
        lines = []
        for raw in self.rfile:
            if raw == b".\r\n":
                break
            lines.append(raw.removeprefix(b".") if raw.startswith(b"..") else raw)
        return message_from_bytes(b"".join(lines), policy=default)

    def say(self, line: str) -> None:
        """Answer."""
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def post_office() -> Iterator[tuple[int, Box]]:
    """Yield the port and the box of a mail server on loopback."""
    with socketserver.TCPServer(("127.0.0.1", 0), Clerk) as server:
        server.box = []  # type: ignore[attr-defined]  # read by the clerk
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1], server.box  # type: ignore[attr-defined]
        finally:
            server.shutdown()
            thread.join()
