"""Addresses of the outcomes pages."""

from django.urls import path

from homeward.outcomes.pages import framework, measure, rows

urlpatterns = [
    path("outcomes", framework.framework, name="outcomes"),
    path("outcomes/collect", framework.count_again, name="outcomes_collect"),
    path("outcomes/<slug:code>", measure.measure_page, name="outcome"),
    path("outcomes/<slug:code>/rows", rows.rows_page, name="outcome_rows"),
]
