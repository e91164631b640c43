"""Go's own checksum-database code, which we did not write, agrees with our notes and proofs."""

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.core.writer import Log, key

from hamsaya.core.checkpoint import add_line, cosign
from hamsaya.core.merkle import consistency_path, inclusion_path
from hamsaya.core.note import encode_vkey

SOURCES = Path("/usr/share/gocode")
PROGRAM = Path(__file__).parent / "go" / "verify.go"
LOG = Log().fill(300)


@pytest.fixture(scope="module")
def verify(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the Go program once, from Debian's packages and without the network."""
    go = shutil.which("go")
    if not go or not (SOURCES / "src/golang.org/x/mod/sumdb/note").is_dir():
        pytest.skip("golang-go and golang-golang-x-mod-dev are not installed")
    made = tmp_path_factory.mktemp("go")
    environment = os.environ | {
        "GOPATH": str(SOURCES),
        "GO111MODULE": "off",
        "GOCACHE": str(made / "cache"),
        "GOFLAGS": "",
    }
    subprocess.run([go, "build", "-o", str(made / "verify"), str(PROGRAM)], check=True, env=environment)
    return made / "verify"


def run(program: Path, **changed: object) -> str:
    size, old, index = 300, 123, 45
    data = add_line(LOG.note(size), cosign(LOG.note(size), key("b.example/log", "1"), 1_700_000_000))
    question = {
        "Note": data.decode(),
        "Vkey": encode_vkey(LOG.node.verify_key),
        "Index": index,
        "Entry": LOG.entries[index].decode(),
        "Inclusion": [base64.b64encode(each).decode() for each in inclusion_path(index, size, LOG.read_hash)],
        "OldSize": old,
        "OldRoot": base64.b64encode(LOG.root_at(old)).decode(),
        "Prefix": [base64.b64encode(each).decode() for each in consistency_path(old, size, LOG.read_hash)],
    } | changed
    done = subprocess.run([program], input=json.dumps(question), text=True, capture_output=True, check=False)
    return done.stdout.split()[0]


def test_go_accepts_our_checkpoint_and_proofs(verify: Path) -> None:
    assert run(verify) == "ok"


def test_go_refuses_what_is_not_so(verify: Path) -> None:
    assert run(verify, Entry="{}") == "inclusion"
    assert run(verify, OldSize=124) == "consistency"
    assert run(verify, Vkey=encode_vkey(key(LOG.origin, "other").verify_key)) == "note"
