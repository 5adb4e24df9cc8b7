"""Addresses for other systems."""

from django.urls import path

from homeward.exchange.bars import api

urlpatterns = [
    path("fhir/R4/$process-message", api.process_message, name="process_message"),
    path("fhir/R4/metadata", api.metadata, name="fhir_metadata"),
    path("fhir/R4/ServiceRequest/<str:reference>", api.service_request, name="fhir_service_request"),
    path("fhir/R4/<path:rest>", api.not_built, name="fhir_not_built"),
]
