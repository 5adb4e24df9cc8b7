"""Addresses of what the partners changed, and of measures before and after it."""

from django.urls import path

from homeward.outcomes.pages import changes, evaluation

urlpatterns = [
    path("changes", changes.changes_page, name="changes"),
    path("changes/new", changes.change_new, name="change_new"),
    path("changes/<int:pk>", changes.change_page, name="change"),
    path("changes/<int:pk>/correct", changes.change_correct, name="change_correct"),
    path("changes/<int:pk>/withdraw", changes.change_withdraw, name="change_withdraw"),
    path("outcomes/<slug:code>/change/<int:pk>", evaluation.evaluation_page, name="outcome_change"),
]
