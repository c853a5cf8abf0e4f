"""Runs suites/spark/load.py with the Python of one Spark, and writes metrics as the runtime reads them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from kit import cell as cells
from kit import spark as sparks


def seconds() -> float:
    return float(os.environ.get("LOAD_SECONDS", "20"))


def run(version: str, kind: str, dataset: Path, scratch: Path, log: Path) -> dict:
    python = Path.home() / ".cache/pipewright" / f"spark-{version}" / "bin/python"
    assert python.exists(), f"pyspark {version} is not installed; run suites/capabilities/spark.install {version}"
    scratch.mkdir(parents=True)
    jars = ",".join(sparks.jars("iceberg", version)) if kind == "iceberg" else ""
    command = [
        str(python), str(cells.ROOT / "suites/spark/load.py"),
        "--kind", kind, "--seconds", str(seconds()), "--clients", os.environ.get("LOAD_CLIENTS", "2"),
        "--dataset", str(dataset), "--scratch", str(scratch), "--jars", jars,
    ]  # fmt: skip
    environment = sparks.environment(PYSPARK_PYTHON=str(python))
    del environment["SPARK_HOME"]  # each pyspark brings its own
    with log.open("w", encoding="utf-8") as errors:
        answer = subprocess.run(command, stdout=subprocess.PIPE, stderr=errors, text=True, check=False, env=environment, cwd=scratch)
    assert answer.returncode == 0, f"the load program ended with {answer.returncode}:\n{sparks.tail(log)}"
    result = json.loads(answer.stdout.strip().splitlines()[-1])
    assert result["version"] == version, f"Spark {result['version']} was measured, not {version}"
    return result


def write_metrics(output: Path, metrics: dict[str, float]) -> None:
    """A table of numbers: latencies in seconds, throughput in operations a second, `error_rate` from 0 to 1."""
    body = {name: round(value, 6) for name, value in metrics.items()}
    (output / "metrics.json").write_text(json.dumps(body, indent=2) + "\n", encoding="utf-8")


def metrics_of(result: dict, suffix: str = "") -> dict[str, float]:
    return {
        f"throughput{suffix}": result["throughput"],
        f"rows_per_second{suffix}": result["rows_per_second"],
        f"latency_p50{suffix}": result["p50"],
        f"latency_p95{suffix}": result["p95"],
        f"latency_p99{suffix}": result["p99"],
        f"error_rate{suffix}": len(result["errors"]) / (result["operations"] + len(result["errors"])),
    }
