"""Two nodes as `hamsaya demo` runs them, with its cable in the test's hand."""

import os
import pty
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from random import randrange
from types import TracebackType
from typing import Self

ADDRESS = re.compile(r"^(Iran|Pakistan): (http://\S+/)$")


class TwoNodes:
    """A running demonstration: `ir` and `pk` are the addresses of the two nodes' pages."""

    def __init__(self, folder: Path) -> None:
        """`folder`: where the two nodes live."""
        self.folder = folder
        self.addresses: dict[str, str] = {}
        self.said: list[str] = []
        self._news = threading.Condition()

    def __enter__(self) -> Self:
        """Start both nodes, and wait until their pages are served."""
        self._keys, terminal = pty.openpty()
        command = [sys.executable, "-m", "hamsaya.cli.main", "demo", "--home", str(self.folder)]
        source = str(Path(__file__).parents[2] / "src")
        self._process = subprocess.Popen(
            [*command, "--port", str(randrange(20_000, 50_000))],
            stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "PYTHONPATH": source, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        os.close(terminal)
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()
        try:
            self._wait("Ctrl-C ends.")
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End both nodes as Ctrl-C does."""
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(40)
        finally:
            self._process.kill()
            self._reader.join()
            os.close(self._keys)

    @property
    def ir(self) -> str:
        """Return the address of Iran's node, without the last slash."""
        return self.addresses["Iran"].rstrip("/")

    @property
    def pk(self) -> str:
        """Return the address of Pakistan's node, without the last slash."""
        return self.addresses["Pakistan"].rstrip("/")

    def unplug(self) -> None:
        """Take the cable between the nodes out."""
        os.write(self._keys, b"u\n")
        self._wait("The cable is unplugged.")

    def plug(self) -> None:
        """Put the cable back."""
        os.write(self._keys, b"p\n")
        self._wait("The cable is plugged in.")

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                if found := ADDRESS.match(line.strip()):
                    self.addresses[found[1]] = found[2]
                with self._news:
                    self.said.append(line)
                    self._news.notify_all()
        with self._news:
            self.said.append("")
            self._news.notify_all()

    def _wait(self, words: str) -> None:
        """Wait until the demonstration says something, and take everything up to there as heard."""

        def heard() -> bool:
            return any(words in line for line in self.said) or self.said[-1:] == [""]

        with self._news:
            self._news.wait_for(heard, 200)
            place = next((at for at, line in enumerate(self.said) if words in line), None)
            assert place is not None, "".join(self.said)
            del self.said[: place + 1]
