"""Writes `node.toml`: the settings of a node, in the form in which `node.home` reads them."""

import json
import os
from dataclasses import fields
from pathlib import Path

from hamsaya.node.home import Membership, NodeHome

HEAD = "# The settings of this node. docs/operate explains each; hamsaya doctor checks them.\n"


def write_home(home: NodeHome) -> None:
    """Write the settings, durable before they have their name, readable by the owner alone."""
    if not (home.path / "node.toml").exists():
        home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        home.path.chmod(0o700)
    part = home.path / ".node.toml.part"
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(home_text(home))
        file.flush()
        os.fsync(file.fileno())
    part.replace(home.path / "node.toml")


def home_text(home: NodeHome) -> str:
    """Return the text of `node.toml`."""
    lines = [HEAD]
    lines += [
        f"{each.name} = {_value(getattr(home, each.name))}"
        for each in fields(home)
        if each.name not in {"path", "compacts"}
    ]
    for member in home.compacts:
        lines += [
            "",
            "[[compact]]",
            *(f"{each.name} = {_value(getattr(member, each.name))}" for each in fields(Membership)),
        ]
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    """Return a string, a number or a list of strings as TOML, of which JSON's strings and lists are a part."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def write_text(path: Path, data: bytes) -> None:
    """Write a file of the home that is no secret."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(data)
