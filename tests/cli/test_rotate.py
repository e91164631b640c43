"""The node key changes by two officers, and the log itself names the new one."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests.cli.shell import Shell
from tests.cli.test_record import make_test
from tests.node.world import COMPACT
from tests.people.officers import PASSWORD, hashed, phone_code

from hamsaya.core.note import encode_vkey
from hamsaya.node.keyring import key_path, read_key
from hamsaya.node.ledger import read_our_head
from hamsaya.node.trust import key_history
from hamsaya.people.enrol import add_officer, assign
from hamsaya.people.models import Officer, Post

pytestmark = pytest.mark.django_db


def officer(name: str, role: str) -> Officer:
    made = add_officer(name)
    made.password = hashed()
    made.save()
    TOTPDevice.objects.create(user=made, name="phone", confirmed=True)
    post = Post.objects.create(compact=COMPACT, code=f"ir-{name}", roles=[role])
    assign(made, post, datetime.now(UTC))
    return made


def in_office() -> str:
    current = key_history(read_our_head(COMPACT)).current
    return encode_vkey(current) if current else ""


def test_one_asks_another_confirms_and_the_new_key_signs(
    node: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    def as_officer(who: Officer, *argv: str) -> dict[str, object]:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n{phone_code(who)}\n"))
        found: dict[str, object] = shell.data("rotate-key", "--officer", who.username, *argv)
        return found

    admin, head, duty = officer("admin", "admin"), officer("head", "head"), officer("duty", "duty")
    old = in_office()
    assert as_officer(duty, "--reason", "yearly")["error"] == "second.may-not-ask"
    number = str(as_officer(admin, "--reason", "yearly change")["pending"])
    assert as_officer(admin, "--confirm", number)["error"] == "second.same-person"
    assert in_office() == old
    assert as_officer(head, "--confirm", number) == {"rotated": COMPACT}
    new = in_office()
    assert new != old
    assert new == encode_vkey(read_key(key_path(node / "keys", COMPACT)).verify_key)
    make_test(shell)
    assert shell.data("logs", str(node / "mirror"))["logs"] == {"IR": 3}
    assert shell.data("verify", str(node / "mirror"))["verified"] is True
    assert as_officer(head, "--confirm", "999")["error"] == "pending.missing"


def test_a_wrong_password_asks_for_nothing(node: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    who = officer("admin", "admin")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"wrong\n{phone_code(who)}\n"))
    assert shell.data("rotate-key", "--officer", "admin", "--reason", "yearly")["error"] == "sign-in.wrong"
    assert shell.data("rotate-key")["pending"] == []
