"""Check a whole node from its bytes: every leaf, every tile, every root, every signature, every record."""

from django.conf import settings

from hamsaya.core.checkpoint import open_checkpoint, parse_checkpoint
from hamsaya.core.merkle import Frontier, leaf_hash, root_of
from hamsaya.core.note import parse_note
from hamsaya.core.tile import WIDTH, tile_width
from hamsaya.node.head import Head, read_heads, tile_reader
from hamsaya.node.keyring import high_water
from hamsaya.node.models import SHARED, Checkpoint
from hamsaya.node.projector import project_all, read_entries, rebuild
from hamsaya.node.trust import key_history


def check_node(compact: str) -> dict[str, int]:
    """Assert that all that is stored of a compact holds together; return the sizes by party."""
    heads = [head for head in read_heads(compact) if head.sort == SHARED]
    for head in heads:
        _check_log(head)
    project_all(compact)
    before, after = rebuild(compact)
    assert before == after
    return {head.party: head.size for head in heads}


def _check_log(head: Head) -> None:
    entries = read_entries(head, 0, head.size + 1)
    assert [entry.index for entry in entries] == list(range(head.size))
    leaves = [leaf_hash(entry.data) for entry in entries]
    assert leaves == [entry.leaf for entry in entries]
    assert head.frontier == Frontier().extend(leaves)
    assert head.root == head.frontier.root()
    read_tile = tile_reader(head)
    for index in range((head.size + WIDTH - 1) // WIDTH):
        width = tile_width(0, index, head.size)
        assert read_tile(0, index)[: 32 * width] == b"".join(leaves[index * WIDTH :][:width])
    roots: dict[int, bytes] = {}
    keys = key_history(head).all_keys
    for row in Checkpoint.objects.filter(log_id=head.id).order_by("size"):
        found = open_checkpoint(bytes(row.note), keys)
        assert roots.setdefault(found.size, found.root) == found.root
        assert found.root == root_of(leaves[: found.size])
    if head.is_ours:
        assert parse_checkpoint(parse_note(head.note).text).size == head.size
        assert high_water(settings.HAMSAYA_NODE.keys, head.compact).read() <= head.size
