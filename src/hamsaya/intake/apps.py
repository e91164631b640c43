"""The Django app of the reports taken in."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Tables of sources and of drafts under review; nothing here leaves the node."""

    name = "hamsaya.intake"
    label = "intake"

    def ready(self) -> None:
        """Be told of records whose content is destroyed, so that nothing of them stays here."""
        from hamsaya.intake.forget import forget
        from hamsaya.node import erase

        erase.register(forget)
