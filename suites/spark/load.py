"""Loads one Spark for a while and says what it did, as JSON on standard output; run by the Python of that Spark.

    python suites/spark/load.py --kind queries|iceberg --seconds 20 --clients 2 --dataset DIR --scratch DIR --jars A,B

Each answer is checked: a fast wrong answer is an error. The warm-up (every operation once) is not measured.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import itertools
import json
import math
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from kit import spark as sparks
from kit import taxi

ICEBERG = {
    "spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
    "spark.sql.catalog.lake": "org.apache.iceberg.spark.SparkCatalog",
    "spark.sql.catalog.lake.type": "hadoop",
}
BATCH = 2_000


def queries(spark, dataset: Path, scratch: Path):
    """Operations over Parquet, each a function that returns the rows it handled and raises on a wrong answer."""
    taxi.open_in(spark, dataset)
    spark.table("raw_trips").write.mode("overwrite").parquet(str(scratch / "trips"))
    spark.catalog.clearCache()
    spark.read.parquet(str(scratch / "trips")).createOrReplaceTempView("parquet_trips")
    spark.sql(taxi.SPARK_VIEW.format(table="parquet_trips"))
    expected = taxi.answers()

    def operation(name):
        def run() -> int:
            answer = taxi.rows(spark.sql(taxi.QUERIES[name]))
            if answer != expected["answers"][name]:
                raise ValueError(f"{name}: wrong answer {str(answer)[:200]}")
            return expected["rows"]

        return name, run

    return [operation(name) for name in taxi.QUERIES]


def iceberg(spark, dataset: Path, scratch: Path):
    """Appends, merges and reads of one table; what a read must see follows from what was written."""
    del dataset, scratch
    spark.sql("CREATE NAMESPACE IF NOT EXISTS lake.load")
    spark.sql(
        "CREATE OR REPLACE TABLE lake.load.trips (id BIGINT, cents BIGINT) USING iceberg "
        "TBLPROPERTIES ('write.merge.isolation-level' = 'snapshot')"
    )
    appended = itertools.count()
    merging = threading.Lock()  # two merges of the same rows conflict by design; appends and reads go on beside one

    def append() -> int:
        first = next(appended) * BATCH
        spark.range(first, first + BATCH).selectExpr("id", "id % 1000 AS cents").writeTo("lake.load.trips").append()
        return BATCH

    def merge() -> int:
        spark.range(0, BATCH, 10).selectExpr("id", "-1L AS cents").createOrReplaceTempView("changes")
        with merging:
            spark.sql("MERGE INTO lake.load.trips t USING changes c ON t.id = c.id WHEN MATCHED THEN UPDATE SET t.cents = c.cents")
        return BATCH // 10

    def read() -> int:
        count, distinct, changed = spark.sql("SELECT count(*), count(DISTINCT id), count_if(cents = -1) FROM lake.load.trips").first()
        if count != distinct or count % BATCH or changed not in (0, BATCH // 10):
            raise ValueError(f"read: {count} rows, {distinct} of them distinct, {changed} changed")
        return count

    return [("append", append), ("read", read), ("merge", merge), ("read-again", read)]


KINDS = {"queries": queries, "iceberg": iceberg}


def drive(operations: list, seconds: float, clients: int) -> dict:
    """`clients` at a time, round and round, until the time is over; what began is finished."""
    for _, run in operations:
        run()
    turn, began, samples, errors = itertools.count(), time.monotonic(), [], []

    def client() -> None:
        while time.monotonic() - began < seconds:
            name, run = operations[next(turn) % len(operations)]
            start = time.monotonic()
            try:
                rows = run()
            except Exception as error:
                errors.append(f"{name}: {str(error)[:300]}")
            else:
                samples.append((name, time.monotonic() - start, rows))

    with concurrent.futures.ThreadPoolExecutor(clients) as pool:
        for future in [pool.submit(client) for _ in range(clients)]:
            future.result()
    return {"elapsed": time.monotonic() - began, "samples": samples, "errors": errors}


def percentile(values: list[float], share: float) -> float:
    """Nearest rank: a latency that was really seen."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def summary(measured: dict, version: str) -> dict:
    latencies = [latency for _, latency, _ in measured["samples"]]
    done, elapsed = len(latencies), measured["elapsed"]
    return {
        "version": version,
        "operations": done,
        "errors": measured["errors"],
        "elapsed": elapsed,
        "throughput": done / elapsed,
        "rows_per_second": sum(rows for _, _, rows in measured["samples"]) / elapsed,
        "p50": percentile(latencies, 50) if done else None,
        "p95": percentile(latencies, 95) if done else None,
        "p99": percentile(latencies, 99) if done else None,
    }


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--kind", choices=sorted(KINDS), required=True)
    arguments.add_argument("--seconds", type=float, default=20)
    arguments.add_argument("--clients", type=int, default=2)
    arguments.add_argument("--dataset", type=Path, required=True)
    arguments.add_argument("--scratch", type=Path, required=True)
    arguments.add_argument("--jars", default="")
    given = arguments.parse_args()

    from pyspark.sql import SparkSession

    properties = sparks.local(given.scratch, **{"spark.sql.ansi.enabled": "false", "spark.log.level": "ERROR"})
    if given.kind == "iceberg":
        properties |= ICEBERG | {"spark.sql.catalog.lake.warehouse": (given.scratch / "lake").as_uri()}
    if given.jars:
        properties["spark.jars"] = given.jars
    builder = SparkSession.builder.appName("load")
    for key, value in properties.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    operations = KINDS[given.kind](spark, given.dataset, given.scratch)
    measured = drive(operations, given.seconds, given.clients)
    print(json.dumps(summary(measured, spark.version)))
    spark.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
