"""The taxi dataset, the queries over it, and their answers by an engine that is not Spark (SQLite)."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from kit import cell as cells

QUERIES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((cells.ROOT / "suites/spark/queries").glob("*.sql"))}
ANSWERS = cells.ROOT / "suites/spark/answers.json"
ROWS = 100_000

# The two engines differ in types and dates, so each gives the queries the same whole numbers under the same names.
SPARK_VIEW = """
CREATE OR REPLACE TEMPORARY VIEW trips AS SELECT
  trip, VendorID AS vendor, passenger_count AS passengers, payment_type,
  PULocationID AS pickup_zone, DOLocationID AS dropoff_zone,
  hour(tpep_pickup_datetime) AS pickup_hour, date_format(tpep_pickup_datetime, 'yyyy-MM-dd') AS pickup_day,
  unix_timestamp(tpep_dropoff_datetime) - unix_timestamp(tpep_pickup_datetime) AS seconds,
  CAST(trip_distance * 100 AS BIGINT) AS distance_hundredths, CAST(fare_amount * 100 AS BIGINT) AS fare_cents,
  CAST(tip_amount * 100 AS BIGINT) AS tip_cents, CAST(total_amount * 100 AS BIGINT) AS total_cents
FROM {table}
"""
SPARK_SCHEMA = (
    "VendorID INT, tpep_pickup_datetime TIMESTAMP, tpep_dropoff_datetime TIMESTAMP, passenger_count INT, "
    "trip_distance DECIMAL(10,2), PULocationID INT, DOLocationID INT, payment_type INT, "
    "fare_amount DECIMAL(10,2), tip_amount DECIMAL(10,2), total_amount DECIMAL(10,2)"
)
SQLITE_VIEW = """
CREATE VIEW trips AS SELECT
  rowid AS trip, CAST(VendorID AS INTEGER) AS vendor, CAST(NULLIF(passenger_count, '') AS INTEGER) AS passengers,
  CAST(payment_type AS INTEGER) AS payment_type,
  CAST(PULocationID AS INTEGER) AS pickup_zone, CAST(DOLocationID AS INTEGER) AS dropoff_zone,
  CAST(strftime('%H', tpep_pickup_datetime) AS INTEGER) AS pickup_hour, date(tpep_pickup_datetime) AS pickup_day,
  CAST(strftime('%s', tpep_dropoff_datetime) AS INTEGER) - CAST(strftime('%s', tpep_pickup_datetime) AS INTEGER) AS seconds,
  CAST(round(trip_distance * 100) AS INTEGER) AS distance_hundredths, CAST(round(fare_amount * 100) AS INTEGER) AS fare_cents,
  CAST(round(tip_amount * 100) AS INTEGER) AS tip_cents, CAST(round(total_amount * 100) AS INTEGER) AS total_cents
FROM raw_trips
"""


def dataset(scratch: Path) -> Path:
    """The directory of trips.csv and zones.csv: the runtime's, or made here."""
    given = os.environ.get("PIPEWRIGHT_DATASET_TAXI_SAMPLE")
    if given:
        return Path(given)
    output = scratch / "taxi-sample"
    if not (output / "zones.csv").exists():
        program = cells.ROOT / "suites/datasets/taxi"
        subprocess.run([sys.executable, str(program), "--rows", str(ROWS), "--output", str(output)], check=True, capture_output=True)
    return output


def answers() -> dict:
    return json.loads(ANSWERS.read_text(encoding="utf-8"))


def by_sqlite(directory: Path) -> dict[str, list[list]]:
    with sqlite3.connect(":memory:") as base:
        for table, name in (("raw_trips", "trips.csv"), ("zones", "zones.csv")):
            with (directory / name).open(encoding="utf-8", newline="") as stream:
                reader = csv.reader(stream)
                columns = next(reader)
                base.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
                base.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", reader)
        base.execute("UPDATE zones SET LocationID = CAST(LocationID AS INTEGER)")
        base.execute(SQLITE_VIEW)
        return {name: [list(row) for row in base.execute(text)] for name, text in QUERIES.items()}


def open_in(spark, directory: Path, table: str = "raw_trips") -> None:
    """Makes the views `trips` and `zones` in a session, from the CSV files or from a table that exists."""
    if table == "raw_trips":
        from pyspark.sql.functions import monotonically_increasing_id

        frame = spark.read.csv(str(directory / "trips.csv"), header=True, schema=SPARK_SCHEMA, mode="FAILFAST")
        frame.withColumn("trip", monotonically_increasing_id()).cache().createOrReplaceTempView("raw_trips")
    zones = spark.read.csv(str(directory / "zones.csv"), header=True, schema="LocationID INT, Borough STRING, Zone STRING", mode="FAILFAST")
    zones.createOrReplaceTempView("zones")
    spark.sql(SPARK_VIEW.format(table=table))


def rows(frame) -> list[list]:
    return [list(row) for row in frame.collect()]
