"""What a node loads when it starts: nothing that only a certain page or file needs."""

import subprocess
import sys
from pathlib import Path

from tests.cli.shell import environment

LATER = {
    "charset_normalizer", "docx", "feedparser", "icalendar", "markdown_it", "psycopg", "pypdf", "statsmodels",
    "trafilatura", "hamsaya.reading.reader",
}  # fmt: skip
"""Each takes longer to load than a page takes to draw; most also keep tens of megabytes."""
LOADED = """
import sys
import django
django.setup()
from importlib import import_module
from hamsaya.cli.serve import PAGES
from hamsaya.exchange.peer import run_worker, serve_door
for name in PAGES:
    import_module(name)
print(*sys.modules)
"""


def test_a_start_loads_no_library_of_single_pages_or_files(tmp_path: Path) -> None:
    settings = environment(tmp_path, DJANGO_SETTINGS_MODULE="hamsaya.settings")
    done = subprocess.run([sys.executable, "-c", LOADED], env=settings, check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "hamsaya.web.urls" in loaded
    assert loaded & LATER == set()
