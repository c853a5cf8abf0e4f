"""Load on the cell's Spark: throughput and latency percentiles as metrics, every answer checked."""

from __future__ import annotations

import os

import pytest

from kit import load, taxi

KIND = {"baseline-load": "queries", "iceberg-load": "iceberg"}
# The floor of the load gates: below it something is broken, not slow.
FLOOR = float(os.environ.get("LOAD_FLOOR", "0.2"))


@pytest.fixture(scope="session")
def result(cell, scratch):
    measured = load.run(cell.version, KIND[cell.scenario], taxi.dataset(scratch), scratch / "load", cell.output / "load.log")
    if measured["operations"]:
        load.write_metrics(cell.output, load.metrics_of(measured))
    return measured


def test_less_than_one_in_a_hundred_fails(result):
    total = result["operations"] + len(result["errors"])
    assert len(result["errors"]) < total / 100, result["errors"][:5]


def test_it_does_enough_to_be_measured(result):
    assert result["operations"] >= 5 and result["throughput"] >= FLOOR, result


def test_the_percentiles_are_in_order(result):
    assert 0 < result["p50"] <= result["p95"] <= result["p99"] <= result["elapsed"]
