"""Opening the door of this node as `node.toml` says."""

from hamsaya.core.errors import Refused
from hamsaya.exchange.peer.door import Door
from hamsaya.exchange.peer.serve import Runner, listen
from hamsaya.exchange.peer.tls import server_context
from hamsaya.node.home import NodeHome


async def serve_door(home: NodeHome) -> Runner:
    """Open the neighbours' door on `peer_listen`; return what closes it (`await runner.close()`) and its `port`.

    Raises Refused: `door.listen` where the address is wrong or taken, `tls.*` for keys that do not hold.
    """
    host, _, port = home.peer_listen.rpartition(":")
    if not host or not port.isdigit():
        raise Refused("door.listen", address=home.peer_listen)
    pins = {pin for member in home.compacts for pin in member.neighbour_tls.split()}
    context = server_context(home.keys, pins)
    try:
        return await listen(Door(home), host.strip("[]"), int(port), context)
    except OSError as error:
        raise Refused("door.listen", address=home.peer_listen) from error
