"""The Django app of the node's own tables."""

from django.apps import AppConfig


class NodeConfig(AppConfig):
    """Tables of logs, entries and records; importing it registers every record kind."""

    name = "hamsaya.node"
    label = "node"

    def ready(self) -> None:
        """Register the record kinds, so that whatever runs can fold and show them."""
        import hamsaya.records  # noqa: F401  (imported for what it registers)
