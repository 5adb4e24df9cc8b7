"""Addresses of the pages about an episode: each part of the care has its own table."""

from django.urls import URLPattern

from homeward.episodes.pages import assessing, goal_setting, hospital, leaving, meetings, planning, staging, ward

urlpatterns: list[URLPattern] = [
    *staging.urlpatterns,
    *assessing.urlpatterns,
    *goal_setting.urlpatterns,
    *planning.urlpatterns,
    *hospital.urlpatterns,
    *ward.urlpatterns,
    *meetings.urlpatterns,
    *leaving.urlpatterns,
]
