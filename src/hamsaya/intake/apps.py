"""The intake app: reports as they came in, before anybody made records of them."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Owns the table of source reports; nothing in it leaves the node by itself."""

    name = "hamsaya.intake"
    label = "intake"
