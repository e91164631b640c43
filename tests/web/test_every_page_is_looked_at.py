"""The browser tests look at every page that there is; an address that is none is named here with what it is."""

from django.urls import resolve
from tests.e2e.pages import EVERY_PAGE

from hamsaya.web.urls import urlpatterns

NO_PAGES = {
    "home": "leads on", "bays": "part of the board", "lamp": "part of every page", "changes": "a stream",
    "preview_new": "part of a form", "preview_act": "part of a form", "present": "leads on", "review_do": "leads on",
    "claim_do": "leads on", "redline_file": "a file", "paper": "a file", "paper_of": "a file", "calendar": "a file",
    "worker": "a script", "who": "data", "seen_data": "a file", "correct": "public, see tests/web/test_handling.py",
    "withdraw": "only of a record that may be withdrawn",
    "correction": "only of a request that waits",
    "atom": "a file", "evidence": "a file", "proof": "a file",
    "public": "plain files, looked at where they are written", "public_page": "plain files",
    "feed_by_key": "a file", "file": "a file", "second_file": "a file", "feed_revoke": "an act", "silence": "an act",
    "exercise_begin": "an act", "exercise": "only while one was begun: tests/web/test_exercise.py",
    "second_one": "only while something waits: tests/web/test_second.py", "review": "only of a report taken in",
    "paper_page_of": "the same page as paper_page",
}  # fmt: skip


def test_every_page_is_looked_at() -> None:
    looked_at = {resolve(f"/irpk/{page.partition('?')[0]}").url_name for page in EVERY_PAGE}
    assert {each.name for each in urlpatterns} == looked_at | NO_PAGES.keys()
