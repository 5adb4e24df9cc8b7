"""Asking for the service model that was in force on a day."""

from datetime import date

from homeward.pathways.reading import agreed_versions
from homeward.pathways.schema import ServiceModel


def service_model_on(day: date) -> ServiceModel:
    """The version in force on a day; before the first, the first (someone had to start somewhere)."""
    versions = agreed_versions()
    in_force = [model for model in versions if model.agreement.in_force_from <= day]
    return in_force[-1] if in_force else versions[0]


def service_model_version(version: str) -> ServiceModel | None:
    """The version with this name, or None."""
    return next((model for model in agreed_versions() if model.version == version), None)


def pathway_name(version: str, code: str) -> str:
    """The name of a pathway as it was agreed in a version, or its code where no agreed version knows it."""
    model = service_model_version(version)
    return model.pathway_name(code) if model else code
