"""The Django app of the node's own tables."""

from django.apps import AppConfig


class NodeConfig(AppConfig):
    """Tables of logs, entries and records; importing it registers every record kind."""

    name = "hamsaya.node"
    label = "node"

    def ready(self) -> None:
        """Register the record kinds and what takes two officers, and hand the access log its writer."""
        import hamsaya.records  # noqa: F401  (imported for what it registers)
        from hamsaya.node import erase, let_pass, rotate, submission, withdraw
        from hamsaya.node.ledger import note_audit
        from hamsaya.people import second
        from hamsaya.people.access_log import set_writer

        set_writer(note_audit)
        rotate.register()
        erase.register(submission.forget)
        second.register_action(let_pass.ACTION)
        second.register_action(withdraw.ACTION)
