"""The web app: it owns no tables, only templates and static files."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages for people."""

    name = "hamsaya.web"
    label = "web"

    def ready(self) -> None:
        """Register what takes two officers on these pages."""
        from hamsaya.people import second
        from hamsaya.web.record import sign

        second.register_action(sign.ACTION)
