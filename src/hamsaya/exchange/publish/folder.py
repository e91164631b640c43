"""The site as plain files: written beside the old one and put in its place in one step; what did not change is kept."""

import os
import shutil
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from hamsaya.core.errors import Refused
from hamsaya.exchange.publish.site import Site

MARK = "hamsaya-public.txt"
"""Lists every file that was published, each with what it was made from."""


def write(site: Site, folder: Path, seen: Iterable[str] | None = None) -> int:
    """Publish the whole site at a folder; return how many files.

    The folder's name is a link to a generation that is written whole beside it, so that nobody is ever served half of
    one. Files that were not published from here are taken along. Refused where the name stands for anything else.
    `seen`: the paths, where a caller counts them for a progress bar.
    """
    old = _current(folder)
    before = _read_mark(old) if old else {}
    new = _next(folder)
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    made: dict[str, str] = {}
    for path in seen if seen is not None else site.paths():
        made[path] = _write(site, path, old, before.get(path, ""), new)
    if old:
        _take_along(old, new, {*before, MARK})
    (new / MARK).write_text("".join(f"{key} {path}\n" for path, key in made.items()), encoding="utf-8")
    os.sync()
    _swap(folder, new, old)
    return len(made)


def _write(site: Site, path: str, old: Path | None, before: str, new: Path) -> str:
    """Write one file, or link the old one where it was made from the same; return what it was made from."""
    target, key = new / path, sha256(site.key(path).encode()).hexdigest() if site.key(path) else "-"
    target.parent.mkdir(parents=True, exist_ok=True)
    if old and key != "-" and key == before and (old / path).is_file():
        os.link(old / path, target)
        return key
    target.write_bytes(site.page(path) or b"")
    return key


def _current(folder: Path) -> Path | None:
    """Return the generation that the name stands for; None where nothing was published."""
    if folder.is_symlink() and (folder / MARK).is_file():
        return folder.resolve()
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise Refused("publish.not-ours", path=folder)
    return None


def _next(folder: Path) -> Path:
    """Return the generation that comes next: one of two that take turns."""
    one, two = (folder.parent / f".{folder.name}.{name}" for name in ("a", "b"))
    return two if folder.is_symlink() and folder.resolve() == one.resolve() else one


def _read_mark(old: Path) -> dict[str, str]:
    lines = (old / MARK).read_text(encoding="utf-8").splitlines()
    return {path: key for key, _, path in (line.partition(" ") for line in lines)}


def _take_along(old: Path, new: Path, ours: set[str]) -> None:
    for each in sorted(old.rglob("*")):
        name = each.relative_to(old).as_posix()
        if each.is_file() and name not in ours and not (new / name).exists():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            os.link(each, new / name)


def _swap(folder: Path, new: Path, old: Path | None) -> None:
    """Let the name stand for the new generation, in one step, and remove the one before."""
    link = folder.parent / f".{folder.name}.link"
    link.unlink(missing_ok=True)
    link.symlink_to(new.name, target_is_directory=True)
    if old is None and folder.is_dir():
        folder.rmdir()
    link.replace(folder)
    if old and old != new:
        shutil.rmtree(old, ignore_errors=True)
