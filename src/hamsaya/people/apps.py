"""The people app: officers, posts, sign-in, and who may see what."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Owns the tables of officers and posts; nothing in them leaves the node."""

    name = "hamsaya.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
