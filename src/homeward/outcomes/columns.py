"""Rows as Arrow tables, packed here: `pyarrow.array` loads pandas first, which takes longer than all the packing."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

import pyarrow as pa

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = _EPOCH.date().toordinal()
_MICROSECOND = timedelta(microseconds=1)


def table_of(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    """The rows as a table of this schema: text, numbers, booleans, dates and instants; None where allowed.

    Raises KeyError for a row without a field, ValueError for None where the schema has none, and TypeError for a kind
    of column that facts do not have.
    """
    return pa.Table.from_arrays([_column([row[field.name] for row in rows], field) for field in schema], schema=schema)


def _column(values: list[Any], field: pa.Field) -> pa.Array:
    empty = values.count(None)
    if empty and not field.nullable:
        raise ValueError(f'The field "{field.name}" is empty in {empty} rows; it must not be.')
    known = _bits([value is not None for value in values]) if empty else None
    if pa.types.is_string(field.type):
        texts = [(value or "").encode() for value in values]
        offsets = array("i", accumulate(map(len, texts), initial=0))
        buffers = [known, pa.py_buffer(offsets), pa.py_buffer(b"".join(texts))]
    elif pa.types.is_boolean(field.type):
        buffers = [known, _bits([bool(value) for value in values])]
    else:
        code, number = _number(field.type)
        buffers = [known, pa.py_buffer(array(code, [0 if value is None else number(value) for value in values]))]
    return pa.Array.from_buffers(field.type, len(values), buffers, empty)


def _number(kind: pa.DataType) -> tuple[str, Callable[[Any], float]]:
    """How a value of this type is kept: the array's type code, and the number for the value."""
    if pa.types.is_float64(kind):
        return "d", float
    if pa.types.is_int64(kind):
        return "q", int
    if pa.types.is_int32(kind):
        return "i", int
    if pa.types.is_date32(kind):
        return "i", lambda day: day.toordinal() - _FIRST_DAY
    if kind == pa.timestamp("us", tz="UTC"):
        return "q", lambda moment: (moment - _EPOCH) // _MICROSECOND
    raise TypeError(f"Facts have no columns of the type {kind}.")


def _bits(flags: list[bool]) -> pa.Buffer:
    """Eight flags a byte, the first in the lowest bit, as Arrow keeps them."""
    packed = bytearray((len(flags) + 7) // 8)
    for place, flag in enumerate(flags):
        if flag:
            packed[place >> 3] |= 1 << (place & 7)
    return pa.py_buffer(bytes(packed))
