"""Inserting many rows that nothing points at: several times quicker than one object at a time."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Model


def insert(model: type[Model], rows: Iterable[Model]) -> None:
    """Insert rows whose ids nobody needs; what they point at must be saved. The rows given are left as they are.

    Values pass through their fields as in any other saving, so that both databases get what they expect.
    """
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))

    def value(row: Model, field: Any) -> Any:
        found = getattr(row, field.attname)
        if found is None and field.is_relation:
            # The id was not known yet when the row was made.
            found = getattr(getattr(row, field.name), "pk", None)
        return field.get_db_prep_save(found, connection)

    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})",  # noqa: S608 - names of our own
            [[value(row, field) for field in fields] for row in rows],
        )
