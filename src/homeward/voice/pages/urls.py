"""Addresses of asking how it was: each part has its own table."""

from django.urls import URLPattern

from homeward.voice.pages import alone, asking, given, results, saying, staff

urlpatterns: list[URLPattern] = [
    *asking.urlpatterns,
    *given.urlpatterns,
    *alone.urlpatterns,
    *staff.urlpatterns,
    *results.urlpatterns,
    *saying.urlpatterns,
]
