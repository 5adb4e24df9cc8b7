"""Every address of the service. A room's own table is in its `urls.py`; this one says where each is found."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path

from homeward.site import pages, sign_in

ROOM_TABLES = (
    "homeward.referrals.pages.urls",
    "homeward.desk.pages.urls",
    "homeward.episodes.pages.urls",
    "homeward.outcomes.pages.change_urls",
    "homeward.outcomes.pages.urls",
    "homeward.exchange.bars.urls",
    "homeward.exchange.pages.urls",
    "homeward.pathways.pages.urls",
    "homeward.voice.pages.urls",
)

ON_THE_DOOR = {"people_to_sign_in_as": sign_in.people_to_sign_in_as}


urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("health", pages.health, name="health"),
    path("signed-in", pages.signed_in, name="signed_in"),
    path("accessibility", pages.accessibility, name="accessibility"),
    path("sign-in", account.LoginView.as_view(extra_context=ON_THE_DOOR), name="account_login"),
    path("sign-in/as/<int:member>", sign_in.demo_sign_in, name="demo_sign_in"),
    path("sign-out", account.logout, name="account_logout"),
    path("account/closed", account.account_inactive, name="account_inactive"),
    path("account/password", sign_in.change_password, name="account_change_password"),
    path("account/confirm", account.reauthenticate, name="account_reauthenticate"),
    *(path("", include(table)) for table in ROOM_TABLES),
]

handler400 = "homeward.site.error_pages.bad_request"
handler403 = "homeward.site.error_pages.forbidden"
handler404 = "homeward.site.error_pages.not_found"
handler500 = "homeward.site.error_pages.server_error"
