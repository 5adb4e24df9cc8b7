"""Addresses of the service model."""

from django.urls import path

from homeward.pathways.pages import service_model

urlpatterns = [path("service-model", service_model.service_model, name="service_model")]
