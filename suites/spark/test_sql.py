"""Queries over the taxi dataset: Spark's answers are the recorded ones, and those are SQLite's."""

from __future__ import annotations

import hashlib

import pytest

from kit import spark as sparks
from kit import taxi


@pytest.fixture(scope="session")
def directory(scratch):
    return taxi.dataset(scratch)


@pytest.fixture(scope="session")
def spark(cell, scratch, directory):
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("taxi")
    for key, value in sparks.local(scratch).items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    taxi.open_in(session, directory)
    yield session
    session.stop()


@pytest.mark.parametrize("name", ["trips.csv", "zones.csv"])
def test_the_dataset_is_the_recorded_one(directory, name):
    digest = hashlib.sha256((directory / name).read_bytes()).hexdigest()
    wanted = taxi.answers()["sha256"][name]
    assert digest == wanted, f"{directory / name} has sha256 {digest}, not {wanted}: it is corrupt, or another dataset; remove it"


def test_the_recorded_answers_are_another_engine_s(directory):
    assert taxi.by_sqlite(directory) == taxi.answers()["answers"]


@pytest.mark.parametrize("query", taxi.QUERIES)
def test_spark_answers(spark, query):
    assert taxi.rows(spark.sql(taxi.QUERIES[query])) == taxi.answers()["answers"][query]


@pytest.mark.parametrize("query", ["by-payment", "best-zone-of-each-borough"])
def test_parquet_holds_the_same(spark, scratch, query):
    path = scratch / "parquet"
    if not path.exists():
        spark.table("raw_trips").write.partitionBy("payment_type").parquet(str(path))
    spark.read.parquet(str(path)).createOrReplaceTempView("parquet_trips")
    try:
        spark.sql(taxi.SPARK_VIEW.format(table="parquet_trips"))
        assert taxi.rows(spark.sql(taxi.QUERIES[query])) == taxi.answers()["answers"][query]
    finally:
        spark.sql(taxi.SPARK_VIEW.format(table="raw_trips"))


def test_a_corrupt_row_is_not_read_as_null(spark, tmp_path):
    """FAILFAST is what stands between a damaged file and a wrong answer."""
    (tmp_path / "trips.csv").write_text("VendorID,x\n1,yesterday,never,1,a lot,1,1,1,1.00,0.00,1.00\n", encoding="utf-8")
    frame = spark.read.csv(str(tmp_path / "trips.csv"), header=True, enforceSchema=True, schema=taxi.SPARK_SCHEMA, mode="FAILFAST")
    with pytest.raises(Exception, match=r"MALFORMED_RECORD|Malformed"):
        frame.collect()
