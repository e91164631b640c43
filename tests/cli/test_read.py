"""`hamsaya read`: a file that cannot be read is named, the others are read."""

import json
from pathlib import Path

import pytest

from hamsaya.cli.main import main


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Return a report and three files that are none."""
    made = {name: tmp_path / f"{name}.txt" for name in ("good", "empty", "binary", "large")}
    made["good"].write_text("date 2024-03-12\n\nThe sides agreed to pave the road.\n", encoding="utf-8")
    made["empty"].write_bytes(b" \n")
    made["binary"].write_bytes(bytes(range(256)) * 40)
    made["large"].write_bytes(b"The sides agreed. " * 300_000)
    return made


def test_what_cannot_be_read_is_named_and_the_rest_is_read(
    files: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["read", "--json", *(str(path) for path in files.values())])
    found = json.loads(capsys.readouterr().out)
    assert code == 1
    assert [draft["text"] for doc in found["docs"] for draft in doc["commitments"]] == ["pave the road"]
    assert [(Path(row["file"]).name, row["code"]) for row in found["unread"]] == [
        ("empty.txt", "report.no-text"),
        ("binary.txt", "report.no-text"),
        ("large.txt", "report.too-large"),
    ]


def test_a_single_file_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["read", "--json", str(tmp_path / "gone.txt")])
    assert (code, json.loads(capsys.readouterr().out)["error"]) == (5, "path.missing")
