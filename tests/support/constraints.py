"""Trying to break the database's own guards, past every form and action."""

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, IntegrityError, models, transaction


def names_of_constraints(room: str) -> set[str]:
    """The names of every constraint that a room's models declare."""
    return {
        constraint.name for model in apps.get_app_config(room).get_models() for constraint in model._meta.constraints
    }


def refusal(rows: models.QuerySet, **values: object) -> str:
    """What the database says when these rows are given these values behind everyone's back; "" when it lets them."""
    assert rows.exists()
    try:
        with transaction.atomic(using=DEFAULT_DB_ALIAS):
            rows.update(**values)
    except IntegrityError as refused:
        return str(refused)
    return ""


def refusal_to_add(row: models.Model) -> str:
    """What the database says when this row is added; "" when it lets it in."""
    try:
        with transaction.atomic(using=DEFAULT_DB_ALIAS):
            type(row)._base_manager.bulk_create([row])
    except IntegrityError as refused:
        return str(refused)
    return ""
