"""How long `hamsaya serve` takes to its first page, on a node that was set up before; and its memory."""

import compileall
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from harness import figure, report
from node_home import ROOT

TARGET_S = 3.0
PATIENCE_S = 120.0
TURNS = 3
EMPTY = """
import sys
import django, uvicorn
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpResponse
from django.urls import path
settings.configure(SECRET_KEY="s" * 50, ROOT_URLCONF="__main__", ALLOWED_HOSTS=["127.0.0.1"])
django.setup()
urlpatterns = [path("", lambda request: HttpResponse("empty"))]
uvicorn.run(get_asgi_application(), host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
"""
"""The least that Django can be under the same server: one page with one word."""
SERVE = "import sys; from hamsaya.cli.main import main; sys.exit(main(['serve']))"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Tell whether a page comes, of whatever kind."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def memory_mb(process: int) -> float:
    """Return the resident memory of a process."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def start(code: str, home: Path, port: int) -> tuple[float, float]:
    """Run a server until its first page has come; return the seconds that it took, and the memory in MB."""
    environment = {**os.environ, "HAMSAYA_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(port)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not answers(port):
            if process.poll() is not None or time.perf_counter() - began > PATIENCE_S:
                raise RuntimeError("no page came")
            time.sleep(0.02)
        return time.perf_counter() - began, memory_mb(process.pid)
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    """Measure and report."""
    from hamsaya.exchange.peer.certificate import make_certificate

    compileall.compile_dir(ROOT / "src", quiet=1)  # as pip does where a node is installed
    with tempfile.TemporaryDirectory(prefix="hamsaya-bench-") as folder:
        home, port = Path(folder), free_port()
        text = f'listen = "127.0.0.1:{port}"\npeer_listen = "127.0.0.1:{free_port()}"\n'
        (home / "node.toml").write_text(text, encoding="ascii")
        make_certificate(home / "keys")
        secret = home / "keys" / "django.secret"
        secret.touch(0o600)
        secret.write_text("s" * 50, encoding="ascii")
        first, _ = start(SERVE, home, port)
        later = [start(SERVE, home, port) for _ in range(TURNS)]
        empty = [start(EMPTY, home, free_port()) for _ in range(TURNS)]
    took, bare = (min(each for each, _ in runs) for runs in (later, empty))
    memory, bare_memory = (max(each for _, each in runs) for runs in (later, empty))
    peer = "an empty Django page"
    report(
        "start",
        [
            figure("start of a node, to the first page", took, "s", "target", TARGET_S),
            figure("start of a node, to the first page", took, "s", peer, bare),
            figure("first start, with the database made", first, "s", "target", TARGET_S),
            figure("memory after the first page", memory, "MB", peer, bare_memory),
        ],
    )


if __name__ == "__main__":
    main()
