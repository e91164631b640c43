"""Reports at the shell: taken in once, listed, quoted; what was taken in is written down."""

from pathlib import Path

import pytest
from tests.cli.shell import EXAMPLE, Shell
from tests.cli.test_record import trail

pytestmark = pytest.mark.django_db
REPORTS = sorted((EXAMPLE / "reports").glob("*.txt"))
GIVEN = Path(__file__).resolve().parents[3] / "shared" / "reports"


def take(shell: Shell, *paths: Path) -> list[tuple[str, str]]:
    """Take files in; return name and state of each. The exit code tells whether one was refused."""
    files = shell.data("import", *map(str, paths))["files"]
    assert shell.code == any(each["state"] == "refused" for each in files), shell.err
    return [(each["name"], each["state"]) for each in files]


def test_reports_are_stored_once_listed_and_quoted(node: Path, shell: Shell) -> None:
    names = [path.name for path in REPORTS]
    assert take(shell, *REPORTS) == [(name, "stored") for name in names]
    assert take(shell, EXAMPLE / "reports") == [(name, "known") for name in names]
    listed = shell.data("import")["sources"]
    assert sorted(each["name"] for each in listed) == names
    first = next(each for each in listed if each["name"] == names[0])
    quoted = shell.data("import", "--quote", first["source"], "1")
    assert (quoted["source"], quoted["sentence"]) == (first["digest"], 1)
    assert quoted["text"] in REPORTS[0].read_text(encoding="utf-8")
    stored = {each["source"] for each in listed}
    assert [(act, post, set(target.split(", "))) for act, post, target in trail()] == [
        ("shell-import", "operator", stored), ("shell-import", "operator", stored),
    ]  # fmt: skip


def test_what_cannot_be_read_is_named_and_the_rest_is_taken(node: Path, shell: Shell, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n\xff\xfe nothing more")
    assert take(shell, broken, REPORTS[0]) == [("broken.pdf", "refused"), (REPORTS[0].name, "stored")]
    assert shell("import", str(tmp_path / "nowhere.txt")) == ""
    assert (shell.code, shell.err.count("\n")) == (5, 1)


@pytest.mark.skipif(not GIVEN.is_dir(), reason="the five reports themselves are not here")
def test_the_five_reports_themselves_are_taken_in(node: Path, shell: Shell) -> None:
    paths = sorted(GIVEN.glob("*.txt"))
    assert take(shell, *paths) == [(path.name, "stored") for path in paths]
    for each in shell.data("import")["sources"]:
        text = (GIVEN / each["name"]).read_text(encoding="utf-8")
        for number in range(1, each["sentences"] + 1):
            assert shell.data("import", "--quote", each["source"], str(number))["text"] in text
