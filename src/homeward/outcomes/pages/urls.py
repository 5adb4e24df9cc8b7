"""Addresses of the outcomes pages."""

from django.http import HttpResponse
from django.urls import path

from homeward.outcomes.pages import definitions, framework, measure, rows


def _being_built(request, **_):
    return HttpResponse("being rebuilt")


urlpatterns = [
    path("outcomes", framework.framework, name="outcomes"),
    path("outcomes/collect", framework.count_again, name="outcomes_collect"),
    path("outcomes/definitions", definitions.definitions, name="definitions"),
    path("outcomes/exports", _being_built, name="exports"),
    path("outcomes/board-pack", _being_built, name="board_pack"),
    path("outcomes/for-everybody", _being_built, name="public_picture"),
    path("outcomes/<slug:code>", measure.measure_page, name="outcome"),
    path("outcomes/<slug:code>/rows", rows.rows_page, name="outcome_rows"),
]
