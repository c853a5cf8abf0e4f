"""A GPU as the chart asks for one: discovered by Spark's script, handed to a task, and SQL planned onto it."""

from __future__ import annotations

import json
import subprocess

import pytest

from kit import charts
from kit import spark as sparks

SCRIPT = sparks.HOME / "examples/src/main/scripts/getGpusResources.sh"


@pytest.fixture(scope="session")
def properties(cell):
    return charts.render(cell.chart, cell.values, (f"sparkVersion={cell.version}",)).properties()


def test_the_discovery_script_sees_a_gpu(cell):
    answer = subprocess.run(["bash", str(SCRIPT)], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, f"{SCRIPT} failed: {answer.stderr}"
    found = json.loads(answer.stdout)
    assert found["name"] == "gpu" and found["addresses"], found


def test_sql_runs_on_the_gpu_and_is_right(cell, properties, scratch):
    program = scratch / "gpu.py"
    program.write_text(
        "from pyspark.sql import SparkSession\n"
        "spark = SparkSession.builder.getOrCreate()\n"
        "frame = spark.range(1_000_000).selectExpr('id % 7 AS k', 'id AS v').groupBy('k').sum('v')\n"
        "plan = frame._jdf.queryExecution().executedPlan().toString()\n"
        "assert 'Gpu' in plan, 'nothing of this plan is on the GPU: ' + plan\n"
        "print('answer', sum(row[1] for row in frame.collect()))\n",
        encoding="utf-8",
    )
    kept = {key: value for key, value in properties.items() if key.startswith(("spark.plugins", "spark.rapids.", "spark.jars.packages"))}
    answer = sparks.submit(cell.output / "gpu.log", sparks.local(scratch) | kept, str(program), timeout=900)
    assert answer.split()[-2:] == ["answer", str(sum(range(1_000_000)))]
