"""SparkPi, submitted as a user would: the right Spark, on Java 17, counts."""

from __future__ import annotations

import re

import pytest

from kit import spark as sparks

VERSIONS = """
from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
java = spark.sparkContext._jvm.java.lang.System.getProperty("java.specification.version")
print(f"spark={spark.version} java={java} answer={spark.range(1000).selectExpr('sum(id)').first()[0]}")
"""


def test_pi_is_roughly_pi(cell, scratch):
    program = sparks.HOME / "examples/src/main/python/pi.py"
    answer = sparks.submit(cell.output / "pi.log", sparks.local(scratch), str(program), "8")
    pi = float(re.search(r"Pi is roughly ([0-9.]+)", answer)[1])
    assert pi == pytest.approx(3.14159, abs=0.03)


def test_it_is_the_cell_s_spark_on_java_17(cell, scratch):
    program = scratch / "versions.py"
    program.write_text(VERSIONS, encoding="utf-8")
    answer = sparks.submit(cell.output / "versions.log", sparks.local(scratch), str(program))
    assert answer.split() == [f"spark={cell.version}", "java=17", "answer=499500"]


def test_a_failing_job_fails(cell, scratch):
    program = scratch / "fails.py"
    program.write_text(
        "from pyspark.sql import SparkSession\nSparkSession.builder.getOrCreate().sql('select * from nowhere')\n", encoding="utf-8"
    )
    with pytest.raises(AssertionError, match="TABLE_OR_VIEW_NOT_FOUND"):
        sparks.submit(cell.output / "fails.log", sparks.local(scratch), str(program))
