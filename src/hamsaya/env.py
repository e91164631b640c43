"""Typed reading of `HAMSAYA_*` settings: a wrong value stops the start with one clear line."""

import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from hamsaya.core.errors import Refused

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})
PREFIX = "HAMSAYA_"
POOL = 32
"""Connections to PostgreSQL that one process opens at most; each page asks in a thread of its own, which takes one."""


def read_text(name: str, default: str = "") -> str:
    """Return `HAMSAYA_<name>`, or the default where it is not set."""
    return os.environ.get(PREFIX + name, default).strip()


def read_secret(name: str) -> str:
    """Return the content of the file that `HAMSAYA_<name>_FILE` names, or `HAMSAYA_<name>`, or ""."""
    path = read_text(f"{name}_FILE")
    if not path:
        return read_text(name)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("setting.file", name=f"{PREFIX}{name}_FILE", path=path) from error


def read_flag(name: str, default: bool = False) -> bool:
    """Return yes or no; refuses a word that is neither."""
    value = read_text(name, "yes" if default else "no").lower()
    if value not in TRUE | FALSE:
        raise Refused("setting.flag", name=PREFIX + name, value=value)
    return value in TRUE


def read_number(name: str, default: int, least: int, most: int) -> int:
    """Return a whole number between the limits, both included."""
    value = read_text(name, str(default))
    if not value.lstrip("-").isascii() or not value.lstrip("-").isdigit() or not least <= int(value) <= most:
        raise Refused("setting.number", name=PREFIX + name, value=value, least=least, most=most)
    return int(value)


def read_choice(name: str, choices: Sequence[str], default: str) -> str:
    """Return one of the choices."""
    value = read_text(name, default)
    if value not in choices:
        raise Refused("setting.choice", name=PREFIX + name, value=value, choices=", ".join(choices))
    return value


def read_list(name: str, default: Sequence[str] = ()) -> list[str]:
    """Return the values between commas, trimmed, empty ones left out."""
    return [part.strip() for part in read_text(name, ",".join(default)).split(",") if part.strip()]


def database(address: str, home: Path) -> dict[str, object]:
    """Return Django's settings for `sqlite`, `sqlite:///path` or `postgresql://user:password@host:port/name`."""
    parts = urlsplit(address)
    if address == "sqlite" or parts.scheme == "sqlite":
        return _sqlite(home / "node.sqlite3" if address == "sqlite" else Path(unquote(parts.path)))
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise Refused("setting.database", name=f"{PREFIX}DATABASE")
    try:
        port = parts.port
    except ValueError as error:
        raise Refused("setting.database", name=f"{PREFIX}DATABASE") from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**dict(parse_qsl(parts.query)), "pool": {"min_size": 0, "max_size": POOL, "timeout": 10.0}},
    }


def _sqlite(path: Path) -> dict[str, object]:
    pragmas = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=10000;"
        "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536; PRAGMA recursive_triggers=ON;"
        "PRAGMA wal_autocheckpoint=4000; PRAGMA journal_size_limit=67108864;"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"timeout": 10, "transaction_mode": "IMMEDIATE", "init_command": pragmas},
    }


def files(home: Path) -> dict[str, object]:
    """Return Django's entry for the store of attachments: a folder of the home, or an S3 bucket where one is named."""
    if bucket := read_text("S3_BUCKET"):
        options = {
            "bucket_name": bucket,
            "endpoint_url": read_text("S3_ENDPOINT") or None,
            "region_name": read_text("S3_REGION") or None,
            "access_key": read_secret("S3_ACCESS_KEY") or None,
            "secret_key": read_secret("S3_SECRET_KEY") or None,
            "file_overwrite": False,
        }
        return {"BACKEND": "hamsaya.node.remote.RemoteStorage", "OPTIONS": options}
    folder = {
        "location": str(home / "files"),
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    }
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": folder}
