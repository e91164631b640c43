"""The door to strangers, to the wrong neighbour, and to bytes of every sort: a code, evidence, and nothing changed."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.node.world import COMPACT
from tests.simulator import PINS, Pair, SimNode

from hamsaya.core.checkpoint import Checkpoint, sign_checkpoint
from hamsaya.core.ed25519 import SigningKey
from hamsaya.core.merkle import leaf_hash
from hamsaya.exchange.peer import shelf, wire
from hamsaya.exchange.peer.ask import Answer, Ask
from hamsaya.node.keyring import key_path, read_key
from hamsaya.node.models import Evidence

pytestmark = pytest.mark.django_db

IR, PK = f"/hamsaya/{COMPACT}/IR", f"/hamsaya/{COMPACT}/PK"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: object) -> Pair:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's own, untyped
        made = Pair(tmp_path_factory.mktemp("pair"))
        made.a.append(300)
        made.sync()
        return made


def knock(node: SimNode, ask: Ask, pin: str = PINS["IR"]) -> Answer:
    with node:
        return node.door.answer(pin, ask)


def code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.headers.get("hamsaya-code", "")


def state(node: SimNode) -> tuple[object, ...]:
    with node:
        return tuple((head.size, head.note, head.frozen, len(shelf.seen_notes(head, 0, 1 << 62))) for head in
                     shelf.shared_heads(COMPACT))  # fmt: skip


@pytest.mark.parametrize("pin", ["", "stranger", PINS["PK"]])
@pytest.mark.parametrize(("method", "path"), [("GET", f"{IR}/checkpoint"), ("POST", f"{IR}/add-entries"), ("GET", "/")])
def test_a_stranger_learns_nothing_not_even_what_is_there(pair: Pair, pin: str, method: str, path: str) -> None:
    assert code(knock(pair.b, Ask(method, path), pin)) == (404, "door.not-here")


def test_a_neighbour_reaches_his_own_compact_and_no_other(tmp_path: Path) -> None:
    """Three compacts on one node, each with another neighbour; what is in one leaks into no other."""
    names = ("one", "two", "three")
    node = SimNode("IR", tmp_path / "node", names)
    for number, member in enumerate(node.home.compacts):
        object.__setattr__(member, "neighbour_tls", f"pin-{number}")
        node.append(2, member.id)
    for number, name in enumerate(names):
        for other in names:
            for path in ("checkpoint", "tile/entries/000.p/3", "keys", "wanted"):
                answer = knock(node, Ask("GET", f"/hamsaya/{other}/IR/{path}"), f"pin-{number}")
                assert answer.status == (200 if name == other else 404)
            if name != other:
                assert code(knock(node, Ask("POST", f"/hamsaya/{other}/PK/add-checkpoint"), f"pin-{number}")) == (
                    404, "door.not-here"
                )  # fmt: skip
    bodies = [knock(node, Ask("GET", f"/hamsaya/{name}/IR/tile/entries/000.p/3"), f"pin-{n}") for n, name in
              enumerate(names)]  # fmt: skip
    assert len({answer.body for answer in bodies}) == 3


def test_the_private_audit_trail_is_not_served(pair: Pair) -> None:
    for path in ("checkpoint", "tile/0/000.p/1", "tile/entries/000.p/1"):
        assert knock(pair.a, Ask("GET", f"{IR}/audit/{path}"), PINS["PK"]).status in {400, 404, 422}


def test_tiles_are_static_cacheable_and_cut_by_range(pair: Pair) -> None:
    whole = knock(pair.b, Ask("GET", f"{IR}/tile/entries/000"))
    assert (whole.status, whole.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    part = knock(pair.b, Ask("GET", f"{IR}/tile/entries/000", headers={"range": "bytes=10-19"}))
    assert (part.status, part.body) == (206, whole.body[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(whole.body)}"
    tail = knock(pair.b, Ask("GET", f"{IR}/tile/entries/000", headers={"range": f"bytes={len(whole.body) - 3}-"}))
    assert tail.body == whole.body[-3:]
    assert knock(pair.b, Ask("GET", f"{IR}/tile/entries/000", headers={"range": "bytes=99999999-"})).status == 416
    assert code(knock(pair.b, Ask("GET", f"{IR}/tile/entries/001"))) == (404, "tile.not-grown")
    assert knock(pair.b, Ask("GET", f"{IR}/tile/1/000.p/1")).status == 200


def a_key(pair: Pair) -> SigningKey:
    return read_key(key_path(pair.a.home.keys, COMPACT))


def upload(start: int, end: int, *entries: bytes, proof: tuple[bytes, ...] = ()) -> bytes:
    head = wire.encode_head(wire.UploadHead(f"hamsaya/{COMPACT}/IR", start, end))
    return head + wire.encode_package(entries, proof)


SHORT = sign_checkpoint(Checkpoint("x", 1, leaf_hash(b"x")), SigningKey("x", b"1" * 32))
HOSTILE = {
    "nothing": ("add-checkpoint", b"", "wire.add-checkpoint"),
    "no-gap": ("add-checkpoint", b"old 0\n", "wire.add-checkpoint"),
    "old-not-a-number": ("add-checkpoint", b"old 01\n\n" + SHORT, "wire.number"),
    "old-beyond-2^63": ("add-checkpoint", b"old 9999999999999999999\n\n" + SHORT, "wire.number"),
    "hash-too-short": ("add-checkpoint", b"old 1\nAAAA\n\n" + SHORT, "wire.hash"),
    "hash-spelled-twice": ("add-checkpoint", b"old 1\n" + b"A" * 42 + b"B=\n\n" + SHORT, "wire.hash"),
    "64-hashes": ("add-checkpoint", b"old 1\n" + (b"A" * 43 + b"=\n") * 64 + b"\n" + SHORT, "wire.add-checkpoint"),
    "another-log": ("add-checkpoint", b"old 0\n\n" + SHORT, "trusted.origin"),
    "a-million-signatures": ("add-checkpoint", b"old 0\n\n" + SHORT + SHORT[-90:] * 100_000, "wire.note-size"),
    "head-cut": ("add-entries", upload(301, 400)[:9], "wire.short"),
    "origin-not-ascii": ("add-entries", b"\x00\x02\xff\xff" + bytes(18), "wire.origin"),
    "size-beyond-2^63": ("add-entries", upload(0, (1 << 64) - 1), "wire.number"),
    "start-behind-end": ("add-entries", upload(9, 3), "wire.range"),
    "keys-cut": ("add-keys", bytes(8) + b"\x00\x09abc", "wire.short"),
    "keys-out-of-order": ("add-keys", wire.encode_key_entries([(5, b"{}"), (5, b"{}")]), "wire.key-entries"),
    "257-keys": ("add-keys", wire.encode_key_entries([(at, b"{}") for at in range(257)]), "wire.key-entries"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_misshapen_questions_get_a_code_and_change_nothing(pair: Pair, name: str) -> None:
    path, body, expected = HOSTILE[name]
    before = state(pair.b)
    answer = knock(pair.b, Ask("POST", f"{IR}/{path}", body))
    assert answer.headers["hamsaya-code"] == expected
    assert 400 <= answer.status < 500
    assert state(pair.b) == before


def forge(pair: Pair, entry: bytes) -> tuple[bytes, bytes]:
    """Return a checkpoint that A's true key signed over its log with this entry behind it, and the upload."""
    head = pair.a.heads()[0]
    frontier = head.frontier.append(leaf_hash(entry))
    note = sign_checkpoint(Checkpoint(head.origin, frontier.size, frontier.root()), a_key(pair))
    with pair.a:
        proof = tuple(head.frontier.hashes[: (head.size // 256).bit_count()][::-1])
    return note, upload(head.size, frontier.size, entry, proof=proof)


NOT_CANONICAL = {
    "spaces": (b'{"a": 1}', "canonical.not-canonical"),
    "doubled-key": (b'{"a":1,"a":1}', "canonical.not-canonical"),
    "unsorted": (b'{"b":1,"a":1}', "canonical.not-canonical"),
    "float": (b'{"a":1.5}', "canonical.float"),
    "surrogate": (rb'{"a":"\ud800"}', "canonical.not-json"),
    "not-utf-8": (b'{"a":"\xff"}', "canonical.not-json"),
    "not-json": (b"<xml/>", "canonical.not-json"),
    "deep": (b"[" * 5000 + b"]" * 5000, "canonical.depth"),
    "beyond-2^53": (b"9007199254740993", "canonical.integer-range"),
}


@pytest.mark.parametrize("name", NOT_CANONICAL)
def test_what_the_true_key_signed_is_refused_too_if_it_is_not_canonical(tmp_path: Path, name: str) -> None:
    pair = Pair(tmp_path)
    pair.a.append(3)
    pair.sync()
    entry, expected = NOT_CANONICAL[name]
    note, body = forge(pair, entry)
    offered = knock(pair.b, Ask("POST", f"{IR}/add-checkpoint", b"old 0\n\n" + note))
    assert offered.status in {200, 409}
    before = pair.b.entries("IR")
    answer = knock(pair.b, Ask("POST", f"{IR}/add-entries", body))
    assert code(answer) == (422, expected)
    assert pair.b.entries("IR") == before
    assert pair.b.run(lambda: list(Evidence.objects.values_list("code", "via"))) == [(expected, "push")]
    assert knock(pair.b, Ask("POST", f"{IR}/add-entries", body)).status == 422
    assert pair.b.run(Evidence.objects.count) == 1


@pytest.mark.parametrize("change", ["short", "long", "wrong", "none"])
def test_a_proof_of_the_wrong_length_or_content_is_refused(tmp_path: Path, change: str) -> None:
    pair = Pair(tmp_path)
    pair.a.append(299)
    pair.sync()
    with pair.a:
        old = pair.a.heads()[0].size
    pair.a.append(3)
    pair.to_b.asks.clear()
    pair.push("IR")
    upload_ask = next(ask for ask in pair.to_b.asks if ask.path.endswith("add-entries"))
    head, at = wire.parse_head(upload_ask.body)
    entries, proof, _ = wire.parse_package(upload_ask.body, head.end - head.start, at)
    assert head.start == old
    proof = {"short": proof[:-1], "long": [*proof, proof[0]], "wrong": [bytes(32)] * len(proof), "none": []}[change]
    pair.b.restart()
    pair.a.append(1)
    note = pair.a.heads()[0].note
    assert knock(pair.b, Ask("POST", f"{IR}/add-checkpoint", b"old 0\n\n" + note)).status == 409
    size = pair.a.heads()[0].size
    more = pair.a.entries("IR")[size - 1 :]
    body = wire.encode_head(wire.UploadHead(head.origin, size - 1, size)) + wire.encode_package(more, proof)
    before = pair.b.entries("IR")
    assert knock(pair.b, Ask("POST", f"{IR}/add-entries", body)).status == 422
    assert pair.b.entries("IR") == before
    assert entries == pair.a.entries("IR")[old : size - 1]


paths = st.one_of(
    st.text(max_size=80),
    st.builds("{}/{}".format, st.sampled_from([IR, PK, "/", ""]), st.one_of(
        st.sampled_from([
            "checkpoint", "checkpoint?newer=1", "keys", "wanted", "add-keys", "add-checkpoint", "add-entries",
            "add-cosignature", "tile/0/000", "tile/entries/000.p/3", "tile/entries/x001/000", "blob/" + "a" * 64,
            "../../etc/passwd", "tile/0/../../keys", "tile/64/000", "tile/-1/000",
        ]),
        st.from_regex(r"tile/(entries|[0-9]{1,3})/(x[0-9]{3}/){0,6}[0-9]{1,4}(\.p/[0-9]{1,4})?", fullmatch=True),
        st.text(max_size=60),
    )),
)  # fmt: skip
pieces = st.sampled_from([
    b"old 0\n", b"old 301\n", b"\n", b"\n\n", b"A" * 43 + b"=\n", b"\x00" * 8, b"\xff" * 8, b"\x00\x0fhamsaya/irpk/IR",
    "— x AAAAAAAA\n".encode(), b"hamsaya/irpk/IR\n", b"302\n", b'{"a":1}', (1 << 40).to_bytes(8, "big"),
])  # fmt: skip
methods = st.sampled_from(["GET", "POST", "PUT", "HEAD", "DELETE", "\x00"])
bodies = st.one_of(st.binary(max_size=400), st.lists(pieces, max_size=8).map(b"".join))
headers = st.dictionaries(
    st.sampled_from(["range", "hamsaya-skip", "hamsaya-old-root", "content-type", "content-encoding"]),
    st.one_of(st.text(max_size=30), st.sampled_from(["bytes=0-0", "bytes=5-1", "1", "9" * 20, "-1", "٣"])),
)  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(method=methods, path=paths, body=bodies, fields=headers)
@example(method="POST", path=f"{IR}/add-cosignature", body=b"\n\n", fields={})
@example(method="PUT", path=f"{IR}/blob/" + "a" * 64, body=b"", fields={"hamsaya-skip": "-1"})
@example(method="POST", path=f"{IR}/add-checkpoint", body=b"old 1\n\n\n\n", fields={"hamsaya-old-root": "é"})
def test_whatever_is_asked_there_is_an_answer_with_a_code_and_both_logs_stand(
    pair: Pair, method: str, path: str, body: bytes, fields: dict[str, str]
) -> None:
    before = [(head.size, head.note) for head in pair.b.heads()]
    answer = knock(pair.b, Ask(method, path, body, fields))
    assert 200 <= answer.status < 500
    assert answer.status < 400 or answer.headers["hamsaya-code"]
    assert [(head.size, head.note) for head in pair.b.heads()] == before
