"""Addresses of the pages of coming in."""

from django.urls import path

from hamsaya.people import account, views

app_name = "people"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("enrol/", views.enrol, name="enrol"),
    path("enrol/factor/", views.enrol_factor, name="enrol_factor"),
    path("account/", account.account, name="account"),
    path("account/preferences/", account.prefer, name="prefer"),
    path("account/password/", account.change_password, name="change_password"),
    path("account/recovery/", account.recovery, name="recovery"),
    path("post/", account.choose_post, name="choose_post"),
    path("language/", views.choose_language, name="language"),
]
