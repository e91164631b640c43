"""The web app: it owns no tables, only templates and static files."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages for people."""

    name = "hamsaya.web"
    label = "web"
