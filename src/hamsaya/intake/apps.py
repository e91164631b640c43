"""The Django app of the reports taken in."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Tables of sources and of drafts under review; nothing here leaves the node."""

    name = "hamsaya.intake"
    label = "intake"
