"""The wheel works outside the checkout, with the example in it."""

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from tests.cli.shell import EXAMPLE, ROOT, environment

pytestmark = pytest.mark.process
PACKED = ("src", "examples", "requirements", "*.toml", "*.md", "LICENSE", "setup.py")


def run(*argv: str, cwd: Path, path: Path | None = None) -> str:
    """Run Python somewhere else; return what it printed."""
    more = {"PYTHONPATH": str(path)} if path else {}
    where = environment() | more
    done = subprocess.run(
        [sys.executable, *argv],
        cwd=cwd,
        env=where,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    said: str = done.stdout
    return said


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from what stands in the checkout and unpacked where nothing else is."""
    folder = tmp_path_factory.mktemp("wheel")
    checkout = folder / "checkout"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *PACKED],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    for name in listed.stdout.decode().split("\0")[:-1]:
        if (ROOT / name).is_file():
            (checkout / name).parent.mkdir(parents=True, exist_ok=True)
            (checkout / name).write_bytes((ROOT / name).read_bytes())
    run("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder / "dist"), cwd=checkout)
    (wheel,) = (folder / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "installed")
    return folder / "installed"


def test_everything_that_is_no_code_is_in_it_too(installed: Path) -> None:
    ours = {path.relative_to(ROOT / "src") for path in (ROOT / "src" / "hamsaya").rglob("*") if path.is_file()}
    tracked = subprocess.run(["git", "ls-files", "src"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    wanted = {Path(name).relative_to("src") for name in tracked.splitlines()} & ours
    assert {str(path) for path in wanted if not (installed / path).is_file()} == set()
    example = {path.relative_to(EXAMPLE) for path in EXAMPLE.rglob("*") if path.is_file()}
    assert {str(path) for path in example if not (installed / "hamsaya" / "example" / path).is_file()} == set()


def test_it_runs_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    said = run("-m", "hamsaya.cli.main", "demo", "--help", cwd=tmp_path, path=installed)
    assert said.startswith("usage: hamsaya demo")
    found = run(
        "-c", "from hamsaya.cli.example import example_folder as f; print((f() / 'records.toml').read_text())",
        cwd=tmp_path, path=installed,
    )  # fmt: skip
    assert len(tomllib.loads(found)["act"]) == len(tomllib.loads((EXAMPLE / "records.toml").read_text())["act"])


def test_it_makes_a_node(installed: Path, tmp_path: Path) -> None:
    compact = str(installed / "hamsaya" / "example" / "compact.toml")
    home = str(tmp_path / "home")
    run(
        "-m",
        "hamsaya.cli.main",
        "init",
        "--compact",
        compact,
        "--party",
        "PK",
        "--home",
        home,
        cwd=tmp_path,
        path=installed,
    )
    said = run("-m", "hamsaya.cli.main", "doctor", "--home", home, cwd=tmp_path, path=installed)
    assert "BAD" not in said
