"""Two nodes as processes, for the tests that need real sockets."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.exchange.proxy import Proxy
from tests.twonode.processes import Two


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    with Proxy(0) as to_a, Proxy(0) as to_b:
        made = Two(tmp_path, to_a, to_b)
        try:
            made.a.start()
            made.b.start()
            yield made
        finally:
            made.a.close()
            made.b.close()
