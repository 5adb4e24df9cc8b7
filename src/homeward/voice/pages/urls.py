"""Addresses of asking how it was."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
