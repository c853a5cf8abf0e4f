"""Iceberg with the catalog that the chart configures and the real runtime jar: create, insert, merge, travel in time."""

from __future__ import annotations

import re

import pytest

from kit import charts, taxi
from kit import spark as sparks


@pytest.fixture(scope="session")
def catalog(cell, scratch) -> tuple[str, dict[str, str]]:
    """(name, properties): those of the chart, on a warehouse of this test."""
    rendered = charts.render(cell.chart, cell.values, (f"sparkVersion={cell.version}",)).properties()
    properties = {key: value for key, value in rendered.items() if key.startswith("spark.sql.catalog.") or key == "spark.sql.extensions"}
    (name,) = {key.split(".")[3] for key in properties if key.startswith("spark.sql.catalog.")}
    if "spark.sql.defaultCatalog" in rendered:
        properties["spark.sql.defaultCatalog"] = rendered["spark.sql.defaultCatalog"]
    properties[f"spark.sql.catalog.{name}.warehouse"] = f"file://{scratch}/warehouse"
    return name, properties


@pytest.fixture(scope="session")
def spark(cell, scratch, catalog):
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("iceberg").config("spark.jars", ",".join(sparks.jars("iceberg", cell.version)))
    for key, value in (sparks.local(scratch) | catalog[1]).items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture
def table(spark, catalog, request):
    name = f"{catalog[0]}.db.{re.sub('[^a-z0-9]+', '_', request.node.name).strip('_')}"
    spark.sql(f"CREATE NAMESPACE IF NOT EXISTS {catalog[0]}.db")
    yield name
    spark.sql(f"DROP TABLE IF EXISTS {name} PURGE")


def rows(spark, query):
    return [tuple(row) for row in spark.sql(query).collect()]


def snapshots(spark, table) -> list[int]:
    return [row[0] for row in rows(spark, f"SELECT snapshot_id FROM {table}.snapshots ORDER BY committed_at")]


def filled(spark, table):
    spark.sql(f"CREATE TABLE {table} (id BIGINT, name STRING, day DATE) USING iceberg PARTITIONED BY (day)")
    spark.sql(f"INSERT INTO {table} VALUES (1, 'a', DATE '2026-01-01'), (2, 'b', DATE '2026-01-02'), (3, NULL, NULL)")


def test_create_and_insert(spark, table):
    filled(spark, table)
    assert rows(spark, f"SELECT id, name FROM {table} ORDER BY id") == [(1, "a"), (2, "b"), (3, None)]
    assert rows(spark, f"SELECT provider FROM (SELECT 'iceberg' AS provider) WHERE EXISTS (SELECT * FROM {table}.snapshots)") == [
        ("iceberg",)
    ]
    assert len(rows(spark, f"SELECT * FROM {table}.partitions")) == 3


def test_merge(spark, table):
    filled(spark, table)
    spark.sql(
        "CREATE OR REPLACE TEMP VIEW changes AS SELECT * FROM VALUES (2, 'B', false), (3, 'c', true), (4, 'd', false) AS t(id, name, gone)"
    )
    spark.sql(f"""
        MERGE INTO {table} t USING changes c ON t.id = c.id
        WHEN MATCHED AND c.gone THEN DELETE
        WHEN MATCHED THEN UPDATE SET t.name = c.name
        WHEN NOT MATCHED THEN INSERT (id, name, day) VALUES (c.id, c.name, DATE '2026-01-04')
    """)
    assert rows(spark, f"SELECT id, name FROM {table} ORDER BY id") == [(1, "a"), (2, "B"), (4, "d")]


def test_update_and_delete(spark, table):
    filled(spark, table)
    spark.sql(f"UPDATE {table} SET name = upper(name) WHERE id < 3")
    spark.sql(f"DELETE FROM {table} WHERE day IS NULL")
    assert rows(spark, f"SELECT id, name FROM {table} ORDER BY id") == [(1, "A"), (2, "B")]


def test_time_travel(spark, table):
    filled(spark, table)
    spark.sql(f"INSERT INTO {table} VALUES (4, 'd', DATE '2026-01-04')")
    first, second = snapshots(spark, table)
    assert rows(spark, f"SELECT count(*) FROM {table} VERSION AS OF {first}") == [(3,)]
    assert rows(spark, f"SELECT count(*) FROM {table} VERSION AS OF {second}") == [(4,)]
    ((committed,),) = rows(spark, f"SELECT CAST(committed_at AS STRING) FROM {table}.snapshots WHERE snapshot_id = {first}")
    assert rows(spark, f"SELECT count(*) FROM {table} TIMESTAMP AS OF '{committed}'") == [(3,)]


def test_rollback(spark, table, catalog):
    filled(spark, table)
    spark.sql(f"DELETE FROM {table}")
    first = snapshots(spark, table)[0]
    spark.sql(f"CALL {catalog[0]}.system.rollback_to_snapshot('{table.split('.', 1)[1]}', {first})")
    assert rows(spark, f"SELECT count(*) FROM {table}") == [(3,)]


def test_schema_evolution(spark, table):
    filled(spark, table)
    spark.sql(f"ALTER TABLE {table} ADD COLUMN note STRING")
    spark.sql(f"ALTER TABLE {table} RENAME COLUMN name TO title")
    spark.sql(f"INSERT INTO {table} (id, title, day, note) VALUES (4, 'd', DATE '2026-01-04', 'new')")
    assert rows(spark, f"SELECT id, title, note FROM {table} WHERE id IN (1, 4) ORDER BY id") == [(1, "a", None), (4, "d", "new")]
    assert spark.table(table).columns == ["id", "title", "day", "note"]


def test_old_snapshots_expire_and_small_files_are_rewritten(spark, table, catalog):
    filled(spark, table)
    for number in range(10, 14):
        spark.sql(f"INSERT INTO {table} VALUES ({number}, 'x', DATE '2026-01-01')")
    name = table.split(".", 1)[1]
    before = len(rows(spark, f"SELECT * FROM {table}.files"))
    spark.sql(f"CALL {catalog[0]}.system.rewrite_data_files(table => '{name}', options => map('min-input-files', '2'))")
    assert len(rows(spark, f"SELECT * FROM {table}.files")) < before
    spark.sql(
        f"CALL {catalog[0]}.system.expire_snapshots(table => '{name}', older_than => TIMESTAMP '2100-01-01 00:00:00', retain_last => 1)"
    )
    assert len(snapshots(spark, table)) == 1
    assert rows(spark, f"SELECT count(*), sum(id) FROM {table}") == [(7, 6 + 10 + 11 + 12 + 13)]


def test_the_table_is_where_the_warehouse_is(spark, table, scratch):
    filled(spark, table)
    *_, database, name = table.split(".")
    assert list((scratch / "warehouse" / database / name / "metadata").glob("*.metadata.json"))


@pytest.mark.scenario("iceberg-e2e")
def test_unqualified_names_are_the_catalog_s(spark, table):
    filled(spark, table)
    assert rows(spark, f"SELECT count(*) FROM {table.split('.', 1)[1]}") == [(3,)]


@pytest.mark.scenario("iceberg-e2e")
@pytest.mark.parametrize("query", ["by-payment", "best-zone-of-each-borough", "running-total", "median-fare"])
def test_the_taxi_answers_hold_on_an_iceberg_table(spark, table, scratch, query):
    directory = taxi.dataset(scratch)
    taxi.open_in(spark, directory)
    spark.sql(f"CREATE TABLE {table} USING iceberg PARTITIONED BY (payment_type) AS SELECT * FROM raw_trips ORDER BY payment_type")
    taxi.open_in(spark, directory, table)
    assert taxi.rows(spark.sql(taxi.QUERIES[query])) == taxi.answers()["answers"][query]
