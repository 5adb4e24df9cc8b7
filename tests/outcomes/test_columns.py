"""Columns packed here equal the ones that pyarrow packs."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.outcomes.columns import table_of

SCHEMA = pa.schema(
    [
        pa.field("text", pa.string()),
        pa.field("count", pa.int64()),
        pa.field("small", pa.int32()),
        pa.field("share", pa.float64()),
        pa.field("flag", pa.bool_()),
        pa.field("day", pa.date32()),
        pa.field("moment", pa.timestamp("us", tz="UTC")),
    ]
)
_BEGIN, _END = datetime(1880, 1, 1), datetime(2200, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "text": st.none() | st.text(),
            "count": st.none() | st.integers(-(2**63), 2**63 - 1),
            "small": st.none() | st.integers(-(2**31), 2**31 - 1),
            "share": st.none() | st.floats(allow_nan=False),
            "flag": st.none() | st.booleans(),
            "day": st.none() | st.dates(),
            "moment": st.none() | st.datetimes(_BEGIN, _END, timezones=st.just(UTC)),
        }
    ),
    max_size=30,
)


@given(ROWS)
def test_a_table_packed_here_equals_pyarrows(rows: list[dict[str, object]]) -> None:
    packed = table_of(rows, SCHEMA)
    packed.validate(full=True)
    assert packed.equals(pa.Table.from_pylist(rows, schema=SCHEMA))


def test_nothing_is_empty_that_must_not_be() -> None:
    schema = pa.schema([pa.field("need", pa.string(), nullable=False)])
    with pytest.raises(ValueError, match='"need" is empty in 1 rows'):
        table_of([{"need": "fall"}, {"need": None}], schema)


def test_a_missing_field_is_an_error() -> None:
    with pytest.raises(KeyError):
        table_of([{"text": "a"}], SCHEMA)


def test_a_kind_of_column_that_facts_do_not_have_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        table_of([{"share": 0.5}], pa.schema([pa.field("share", pa.float32())]))


def test_packing_does_not_load_pandas() -> None:
    code = (
        "import sys, pyarrow as pa, datetime as d; from homeward.outcomes.columns import table_of;"
        "schema = pa.schema([('a', pa.string()), ('b', pa.date32())]);"
        "table_of([{'a': 'x', 'b': d.date(2026, 3, 4)}], schema); print('pandas' in sys.modules)"
    )
    source = str(Path(__file__).parents[2] / "src")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": source})
    assert done.stdout.strip() == "False", done.stderr
