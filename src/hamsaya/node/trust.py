"""Which keys speak for a log, as the log itself names them."""

from hamsaya.core.errors import Refused
from hamsaya.core.keys import KeyHistory
from hamsaya.core.note import decode_vkey
from hamsaya.node import sql
from hamsaya.node.fold import values
from hamsaya.node.head import Head


def key_history(head: Head) -> KeyHistory:
    """Return which keys speak for a log, folded from its `key/1` entries."""
    if not head.root_key:
        raise Refused("key.no-root", origin=head.origin)
    history = KeyHistory(head.origin, decode_vkey(head.root_key))
    statement = 'SELECT data FROM node_entry WHERE compact_id = %s AND log_id = %s AND "index" = %s'
    for index in head.key_entries:
        row = sql.one(statement, (head.compact_id, head.id, index))
        history = history.apply(index, values(bytes(row[0])) if row else None)
    return history
