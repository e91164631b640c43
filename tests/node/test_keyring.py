"""Key files: half-written, readable by others, missing; and the high-water mark beside them."""

from pathlib import Path

import pytest

from hamsaya.core.errors import Refused
from hamsaya.core.note import encode_skey
from hamsaya.node.home import NodeHome, read_home, read_secret_key
from hamsaya.node.keyring import HighWater, create_key, key_path, read_key, write_private


def test_a_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = key_path(tmp_path / "keys", "irpk")
    key = create_key(path, "hamsaya/irpk/IR")
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert read_key(path) == key
    assert encode_skey(key) not in repr(key)
    with pytest.raises(Refused) as refused:
        create_key(path, "hamsaya/irpk/IR")
    assert (refused.value.code, read_key(path), list(path.parent.iterdir())) == ("key.exists", key, [path])


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o700 | 0o010])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = key_path(tmp_path, "irpk")
    create_key(path, "hamsaya/irpk/IR")
    path.chmod(mode)
    with pytest.raises(Refused) as refused:
        read_key(path)
    assert refused.value.code == "key.mode"


@pytest.mark.parametrize("cut", [0, 1, 20, -1, -2])
def test_a_half_written_key_is_refused(tmp_path: Path, cut: int) -> None:
    whole = tmp_path / "whole.key"
    create_key(whole, "hamsaya/irpk/IR")
    path = tmp_path / "half.key"
    write_private(path, whole.read_text()[:cut])
    with pytest.raises(Refused) as refused:
        read_key(path)
    assert refused.value.code == "key.half-written"
    assert whole.read_text()[:30] not in str(refused.value)


@pytest.mark.parametrize("content", [b"\xff\n", b"PRIVATE+KEY+x\n", b"one\ntwo\n"])
def test_what_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "some.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(Refused) as refused:
        read_key(path)
    assert refused.value.code in {"key.unreadable", "key.half-written"}
    with pytest.raises(Refused) as refused:
        read_key(tmp_path / "none.key")
    assert refused.value.code == "key.unreadable"


def test_the_high_water_mark_only_rises(tmp_path: Path) -> None:
    mark = HighWater(tmp_path / "keys" / "irpk.high-water")
    assert mark.read() == 0
    mark.raise_to(7)
    mark.raise_to(5)
    other = HighWater(mark.path)
    assert (mark.read(), other.read()) == (7, 7)
    other.raise_to(8)
    assert mark.read() == 8
    mark.set(3)
    assert other.read() == 3
    assert mark.path.stat().st_mode & 0o777 == 0o600
    mark.close()
    other.close()


def test_a_half_written_high_water_mark_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "irpk.high-water"
    path.write_bytes(b"000000000")
    mark = HighWater(path)
    with pytest.raises(Refused) as refused:
        mark.read()
    assert refused.value.code == "high-water.unreadable"
    mark.close()


def test_the_pages_secret_is_kept_with_the_keys(tmp_path: Path) -> None:
    assert len(read_secret_key(tmp_path)) >= 50
    (tmp_path / "node.toml").write_text("")
    with pytest.raises(Refused) as refused:
        read_secret_key(tmp_path)
    assert refused.value.code == "key.unreadable"
    write_private(tmp_path / "keys" / "django.secret", "short\n")
    with pytest.raises(Refused) as refused:
        read_secret_key(tmp_path)
    assert refused.value.code == "key.half-written"


def test_a_home_not_yet_made_has_defaults(tmp_path: Path) -> None:
    assert read_home(tmp_path) == NodeHome(tmp_path)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("listen = 5", "home.type"),
        ("lisen = 'x'", "home.unknown"),
        ("= 3", "home.unreadable"),
        ("[[compact]]\nid = 'irpk'", "home.missing"),
        ("[[compact]]\nid = 'irpk'\nparty = 'IR'\n[[compact]]\nid = 'irpk'\nparty = 'IR'", "home.twice"),
        ("[[compact]]\nid = '../x'\nparty = 'IR'", "home.value"),
    ],
)
def test_a_wrong_setting_stops_the_start(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "node.toml").write_text(text)
    with pytest.raises(Refused) as refused:
        read_home(tmp_path)
    assert refused.value.code == code
