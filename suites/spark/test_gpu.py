"""A GPU as the chart asks for one: discovered, handed to Spark, and SQL planned onto it with a right answer."""

from __future__ import annotations

import pytest

from kit import cell as cells
from kit import charts
from kit import spark as sparks

DISCOVERED = """
from pyspark.sql import SparkSession
context = SparkSession.builder.getOrCreate().sparkContext
print("addresses", *context.resources["gpu"].addresses)
"""
ON_THE_GPU = """
from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
frame = spark.range(1_000_000).selectExpr("id % 7 AS k", "id AS v").groupBy("k").sum("v")
plan = frame._jdf.queryExecution().executedPlan().toString()
assert "Gpu" in plan, "nothing of this plan is on the GPU: " + plan
print("answer", sum(row[1] for row in frame.collect()))
"""


@pytest.fixture(scope="session")
def properties(cell, scratch):
    """Those of the chart that say how SQL gets to a GPU, and a driver that takes one."""
    rendered = charts.render(cell.chart, cell.values, (f"sparkVersion={cell.version}",)).properties()
    kept = {key: value for key, value in rendered.items() if key.startswith(("spark.plugins", "spark.rapids."))}
    return sparks.local(scratch) | {
        "spark.driver.resource.gpu.amount": rendered["spark.executor.resource.gpu.amount"],
        "spark.driver.resource.gpu.discoveryScript": str(cells.ROOT / "suites/spark/gpus"),
    }, kept | {"spark.jars.packages": rendered["spark.jars.packages"]}


def run(cell, scratch, name: str, program: str, properties: dict[str, str]) -> list[str]:
    path = scratch / f"{name}.py"
    path.write_text(program, encoding="utf-8")
    return sparks.submit(cell.output / f"{name}.log", properties, str(path), timeout=900).split()


def test_spark_is_given_the_gpus_it_asks_for(cell, scratch, properties):
    words = run(cell, scratch, "discovered", DISCOVERED, properties[0])
    assert words[0] == "addresses" and len(words) == 1 + int(properties[0]["spark.driver.resource.gpu.amount"])


def test_sql_runs_on_the_gpu_and_is_right(cell, scratch, properties):
    words = run(cell, scratch, "on-the-gpu", ON_THE_GPU, properties[0] | properties[1])
    assert words[-2:] == ["answer", str(sum(range(1_000_000)))]
