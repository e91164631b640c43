"""Addresses of the officers' pages; the compact leads every one of them."""

from django.urls import path

from hamsaya.web import changes
from hamsaya.web.border import views as border
from hamsaya.web.help import views as help_
from hamsaya.web.lineage import views as lineage
from hamsaya.web.log import views as log
from hamsaya.web.now import views as now
from hamsaya.web.record import directory, lists
from hamsaya.web.record import views as record
from hamsaya.web.review import views as review
from hamsaya.web.second import views as second

app_name = "web"
urlpatterns = [
    path("", now.home, name="home"),
    path("<slug:compact>/now/", now.board, name="now"),
    path("<slug:compact>/now/bays/", now.bays, name="bays"),
    path("<slug:compact>/now/lamp/", now.lamp, name="lamp"),
    path("<slug:compact>/changes/", changes.stream, name="changes"),
    path("<slug:compact>/second/", second.waiting, name="second"),
    path("<slug:compact>/second/<int:id>/", second.decide, name="second_one"),
    path("<slug:compact>/in/directory/", directory.page, name="directory"),
    path("<slug:compact>/in/<slug:section>/", lists.section, name="section"),
    path("<slug:compact>/list/<slug:kind>/", lists.listing, name="list"),
    path("<slug:compact>/new/<slug:kind>/<slug:act>/", record.new, name="new"),
    path("<slug:compact>/new/<slug:kind>/<slug:act>/preview/", record.preview_new, name="preview_new"),
    path("<slug:compact>/r/<str:party>/<slug:slug>/", record.show_record, name="record"),
    path("<slug:compact>/r/<str:party>/<slug:slug>/<slug:act>/", record.do, name="act"),
    path("<slug:compact>/r/<str:party>/<slug:slug>/<slug:act>/preview/", record.preview_act, name="preview_act"),
    path("<slug:compact>/line/<str:party>/<slug:slug>/", lineage.page, name="line"),
    path("<slug:compact>/promised/", lineage.search, name="promised"),
    path("<slug:compact>/sources/", review.listing, name="sources"),
    path("<slug:compact>/sources/<int:source>/", review.page, name="review"),
    path("<slug:compact>/sources/<int:source>/do/", review.do, name="review_do"),
    path("<slug:compact>/map/", border.border_map, name="map"),
    path("<slug:compact>/log/", log.logs, name="log"),
    path("<slug:compact>/log/<str:party>/<int:index>/", log.entry, name="entry"),
    path("<slug:compact>/log/<str:party>/<int:index>/proof/", log.proof, name="proof"),
    path("<slug:compact>/log/evidence/<int:id>/", log.evidence, name="evidence"),
    path("<slug:compact>/help/", help_.page, name="help"),
]
