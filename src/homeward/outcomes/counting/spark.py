"""Spark: the same SQL over the same Parquet, on this machine or many. Needs Java and PySpark, and says so."""

import atexit
import os
import re
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from homeward.outcomes.counting.engines import EngineMissing, Slice
from homeward.outcomes.counting.expressing import VIEW
from homeward.outcomes.snapshots import SnapshotUnreadable

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LEAST_JAVA = 17
_JAVA_MISSING = f"Counting on Spark needs Java {LEAST_JAVA} or newer: install it, or set JAVA_HOME to where it is."
_PYSPARK_MISSING = "Counting on Spark needs PySpark: install what requirements/spark.txt lists."
_QUIET = """
rootLogger.level = off
rootLogger.appenderRef.stderr.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
"""
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.showConsoleProgress": "false",
}


class Spark:
    """One session with Spark, begun with the first question: that takes some ten seconds."""

    dialect = "pyspark"

    def __init__(self, master: str = "local[2]") -> None:
        self._master = master
        if (java_version() or 0) < LEAST_JAVA:
            raise EngineMissing(_JAVA_MISSING)
        if find_spec("pyspark") is None:
            raise EngineMissing(_PYSPARK_MISSING)

    def asked(self, rows: Slice, sql: str) -> Sequence[Sequence[Any]]:
        """What the SQL gives over the rows. Raises SnapshotUnreadable when the files cannot be counted."""
        session = self._session.newSession()  # so that another's view of other rows is not this one's
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql.functions import col, lit

        try:
            facts = session.read.parquet(*rows.files).where(col(rows.day).isNotNull())
            if rows.first:
                facts = facts.where(col(rows.day) >= lit(rows.first))
            if rows.after:
                facts = facts.where(col(rows.day) < lit(rows.after))
            for column, values in rows.where:
                facts = facts.where(col(column).isin(list(values)))
            facts.createOrReplaceTempView(VIEW)
            return session.sql(sql).collect()
        except (PySparkException, Py4JError) as error:
            raise SnapshotUnreadable(f"The facts cannot be counted: {str(error).splitlines()[0]}") from error

    @cached_property
    def _session(self) -> "SparkSession":
        """The session, by UTC, without a page of its own, without chatter, and gone with the process."""
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        own = Path(tempfile.mkdtemp(prefix="homeward-spark-"))
        atexit.register(shutil.rmtree, own, ignore_errors=True)
        (own / "quiet.properties").write_text(_QUIET)
        aside = {
            "spark.local.dir": str(own),
            "spark.sql.warehouse.dir": str(own / "warehouse"),
            "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={own / 'quiet.properties'} "
            f"-Dderby.system.home={own} -Djava.io.tmpdir={own}",
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that the newest pandas is not tried: none of it is used
            from pyspark.sql import SparkSession

            builder = SparkSession.builder.master(self._master).appName("homeward")
            for name, value in {**_SETTINGS, **aside}.items():
                builder = builder.config(name, value)
            return builder.getOrCreate()


def java_version() -> int | None:
    """The Java that Spark would use, as 17; None when there is none."""
    home = os.environ.get("JAVA_HOME")
    java = Path(home, "bin", "java") if home else shutil.which("java")
    try:
        said = subprocess.run([str(java), "-version"], capture_output=True, text=True, check=True).stderr
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else None
