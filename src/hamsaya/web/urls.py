"""Addresses of the officers' pages; the compact leads every one of them."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from hamsaya.web import changes
from hamsaya.web.border import boards
from hamsaya.web.border import views as border
from hamsaya.web.claims import desk as claims
from hamsaya.web.claims import one as claim
from hamsaya.web.council import area as council_area
from hamsaya.web.council import (
    became,
    changed,
    feeds,
    paper,
    portfolio,
    public,
    redline,
    report,
    seen,
    sitting,
    status_round,
)
from hamsaya.web.device import views as device
from hamsaya.web.exercise import views as exercise
from hamsaya.web.handling import correct
from hamsaya.web.handling import views as handling
from hamsaya.web.help import guide
from hamsaya.web.help import views as help_
from hamsaya.web.lineage import views as lineage
from hamsaya.web.log import views as log
from hamsaya.web.now import views as now
from hamsaya.web.record import directory, files, lists
from hamsaya.web.record import views as record
from hamsaya.web.review import views as review
from hamsaya.web.second import views as second
from hamsaya.web.watch import figures, roster, shift, silence
from hamsaya.web.watch import views as watch


class NumberConverter(IntConverter):
    """Takes numbers that a database column holds; a longer one names no page."""

    regex = "[0-9]{1,15}"


register_converter(NumberConverter, "number")
app_name = "web"
urlpatterns = [
    path("", now.home, name="home"),
    path("public/<slug:compact>/<slug:lang>/correct.html", correct.page, name="correct"),
    path("feed/<slug:key>/<str:name>", feeds.by_key, name="feed_by_key"),
    path("public/<slug:compact>/", public.page, {"path": ""}, name="public"),
    path("public/<slug:compact>/<path:path>", public.page, name="public_page"),
    path("worker.js", device.worker, name="worker"),
    path("<slug:compact>/device/", device.who, name="who"),
    path("<slug:compact>/device/away/", device.away, name="away"),
    path("<slug:compact>/now/", now.board, name="now"),
    path("<slug:compact>/now/bays/", now.bays, name="bays"),
    path("<slug:compact>/now/lamp/", now.lamp, name="lamp"),
    path("<slug:compact>/watch/shift/", shift.page, name="shift"),
    path("<slug:compact>/watch/roster/", roster.page, name="roster"),
    path("<slug:compact>/watch/log/", watch.log, name="contact_log"),
    path("<slug:compact>/watch/figures/", figures.page, name="figures"),
    path("<slug:compact>/watch/silence/<str:party>/<slug:slug>/", silence.sign, name="silence"),
    path("<slug:compact>/watch/late/<slug:which>/", watch.late, name="late"),
    path("<slug:compact>/changes/", changes.stream, name="changes"),
    path("<slug:compact>/second/", second.waiting, name="second"),
    path("<slug:compact>/second/<number:id>/", second.decide, name="second_one"),
    path("<slug:compact>/second/<number:id>/file/<slug:digest>/", second.download, name="second_file"),
    path("<slug:compact>/in/directory/", directory.page, name="directory"),
    path("<slug:compact>/in/<slug:section>/", lists.section, name="section"),
    path("<slug:compact>/list/<slug:kind>/", lists.listing, name="list"),
    path("<slug:compact>/new/<slug:kind>/<slug:act>/", record.new, name="new"),
    path("<slug:compact>/new/<slug:kind>/<slug:act>/preview/", record.preview_new, name="preview_new"),
    path("<slug:compact>/r/<str:party>/<slug:slug>/", record.show_record, name="record"),
    path("<slug:compact>/r/<str:party>/<slug:slug>/file/<slug:digest>/", files.download, name="file"),
    path("<slug:compact>/r/<str:party>/<slug:slug>/<slug:act>/", record.do, name="act"),
    path("<slug:compact>/r/<str:party>/<slug:slug>/<slug:act>/preview/", record.preview_act, name="preview_act"),
    path("<slug:compact>/line/<str:party>/<slug:slug>/", lineage.page, name="line"),
    path("<slug:compact>/promised/", lineage.search, name="promised"),
    path("<slug:compact>/sources/", review.listing, name="sources"),
    path("<slug:compact>/sources/<number:source>/", review.page, name="review"),
    path("<slug:compact>/sources/<number:source>/do/", review.do, name="review_do"),
    path("<slug:compact>/exercises/", exercise.listing, name="exercises"),
    path("<slug:compact>/exercises/begin/", exercise.begin, name="exercise_begin"),
    path("<slug:compact>/exercises/in/<slug:exercise>/", exercise.page, name="exercise"),
    path("<slug:compact>/border/", boards.page, name="boards"),
    path("<slug:compact>/claims/", claims.page, name="claims"),
    path("<slug:compact>/claims/<str:party>/<slug:slug>/", claim.page, name="claim"),
    path("<slug:compact>/claims/<str:party>/<slug:slug>/do/", claim.do, name="claim_do"),
    path("<slug:compact>/handling/", handling.page, name="handling"),
    path("<slug:compact>/handling/<str:party>/<slug:slug>/", handling.withdraw_record, name="withdraw"),
    path("<slug:compact>/oversight/", handling.oversee, name="oversight"),
    path("<slug:compact>/oversight/<number:id>/", handling.answer, name="correction"),
    path("<slug:compact>/map/", border.border_map, name="map"),
    path("<slug:compact>/council/", portfolio.page, name="council"),
    path("<slug:compact>/council/sittings/", sitting.listing, name="sittings"),
    path("<slug:compact>/council/sittings/<str:party>/<slug:slug>/", sitting.page, name="sitting"),
    path("<slug:compact>/council/sittings/<str:party>/<slug:slug>/present/", sitting.present, name="present"),
    path("<slug:compact>/council/sittings/<str:party>/<slug:slug>/word/", redline.page, name="redline"),
    path(
        "<slug:compact>/council/sittings/<str:party>/<slug:slug>/word/file.docx", redline.download, name="redline_file"
    ),
    path("<slug:compact>/council/sittings/<str:party>/<slug:slug>/report/", report.page, name="report"),
    path("<slug:compact>/council/sittings/<str:party>/<slug:slug>/round/", status_round.page, name="round"),
    path("<slug:compact>/council/of/<str:party>/<slug:slug>/", became.page, name="became"),
    path("<slug:compact>/council/areas/", council_area.listing, name="areas"),
    path("<slug:compact>/council/areas/all/", council_area.across, name="across"),
    path("<slug:compact>/council/areas/<slug:area>/", council_area.page, name="area"),
    path("<slug:compact>/council/bodies/", council_area.bodies, name="bodies"),
    path("<slug:compact>/council/paper/<slug:name>/", paper.whole_page, name="paper_page"),
    path(
        "<slug:compact>/council/paper/<slug:name>/<str:party>/<slug:slug>/", paper.of_record_page, name="paper_page_of"
    ),
    path("<slug:compact>/council/paper/<slug:name>.pdf", paper.whole, name="paper"),
    path("<slug:compact>/council/paper/<slug:name>/<str:party>/<slug:slug>.pdf", paper.of_record, name="paper_of"),
    path("<slug:compact>/council/charts/", seen.page, name="seen"),
    path("<slug:compact>/council/charts/<slug:name>.csv", seen.data, name="seen_data"),
    path("<slug:compact>/council/calendar.ics", feeds.calendar, name="calendar"),
    path("<slug:compact>/council/changes.atom", feeds.changes, name="atom"),
    path("<slug:compact>/council/feeds/", feeds.page, name="feeds"),
    path("<slug:compact>/council/feeds/<number:key>/revoke/", feeds.revoke, name="feed_revoke"),
    path("<slug:compact>/council/changed/", changed.page, name="changed"),
    path("<slug:compact>/log/", log.logs, name="log"),
    path("<slug:compact>/log/evidence/<number:id>/", log.evidence, name="evidence"),
    path("<slug:compact>/log/<str:party>/<number:index>/", log.entry, name="entry"),
    path("<slug:compact>/log/<str:party>/<number:index>/proof/", log.proof, name="proof"),
    path("<slug:compact>/help/", help_.page, name="help"),
    path("<slug:compact>/help/<slug:guide>/", guide.page, name="guide"),
]
