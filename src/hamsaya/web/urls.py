"""Addresses of the officers' pages; the compact leads every one of them."""

from django.urls import path

from hamsaya.web import changes
from hamsaya.web.help import views as help_
from hamsaya.web.log import views as log
from hamsaya.web.now import views as now
from hamsaya.web.record import lists
from hamsaya.web.record import views as record

app_name = "web"
urlpatterns = [
    path("", now.home, name="home"),
    path("<slug:compact>/now/", now.board, name="now"),
    path("<slug:compact>/now/bays/", now.bays, name="bays"),
    path("<slug:compact>/now/lamp/", now.lamp, name="lamp"),
    path("<slug:compact>/changes/", changes.stream, name="changes"),
    path("<slug:compact>/in/<slug:section>/", lists.section, name="section"),
    path("<slug:compact>/list/<slug:kind>/", lists.listing, name="list"),
    path("<slug:compact>/new/<slug:kind>/<slug:act>/", record.new, name="new"),
    path("<slug:compact>/new/<slug:kind>/<slug:act>/preview/", record.preview_new, name="preview_new"),
    path("<slug:compact>/r/<str:party>/<slug:slug>/", record.show_record, name="record"),
    path("<slug:compact>/r/<str:party>/<slug:slug>/<slug:act>/", record.do, name="act"),
    path("<slug:compact>/r/<str:party>/<slug:slug>/<slug:act>/preview/", record.preview_act, name="preview_act"),
    path("<slug:compact>/log/", log.logs, name="log"),
    path("<slug:compact>/log/<str:party>/<int:index>/", log.entry, name="entry"),
    path("<slug:compact>/log/<str:party>/<int:index>/proof/", log.proof, name="proof"),
    path("<slug:compact>/log/evidence/<int:id>/", log.evidence, name="evidence"),
    path("<slug:compact>/help/", help_.page, name="help"),
]
