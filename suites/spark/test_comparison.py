"""The cell's Spark against another one ($COMPARE_WITH), on the same machine in the same minutes, by turns."""

from __future__ import annotations

import os
import statistics

import pytest

from kit import cell as cells
from kit import load, taxi

ROUNDS = int(os.environ.get("COMPARISON_ROUNDS", "2"))
# How much slower the other may be before the comparison fails: a change of version, not the noise of a shared machine.
LIMIT = float(os.environ.get("COMPARISON_LIMIT", "0.33"))


@pytest.fixture(scope="session")
def results(cell, scratch):
    """version -> its runs. By turns, so that a machine that gets slower does so for both."""
    other = cells.needed("COMPARE_WITH")
    directory = taxi.dataset(scratch)
    measured = {cell.version: [], other: []}
    for turn in range(ROUNDS):
        order = [cell.version, other] if turn % 2 == 0 else [other, cell.version]
        for version in order:
            name = f"{version}-{turn}"
            measured[version].append(load.run(version, "queries", directory, scratch / name, cell.output / f"{name}.log"))
    return measured


def throughput(runs: list[dict]) -> float:
    """The best run: what else the machine does can only slow one down, and `throughput_spread` says by how much."""
    return max(run["throughput"] for run in runs)


def test_both_give_the_recorded_answers(results):
    for version, runs in results.items():
        for run in runs:
            assert run["errors"] == [] and run["operations"] > 0, f"Spark {version}: {run['errors'][:3]}"


def test_the_other_is_not_much_slower(cell, results):
    (other,) = set(results) - {cell.version}
    metrics = {}
    for version, runs in results.items():
        suffix = "_" + version.replace(".", "_")
        metrics[f"throughput{suffix}"] = throughput(runs)
        for share in ("p50", "p95", "p99"):
            metrics[f"latency_{share}{suffix}"] = statistics.median(run[share] for run in runs)
        spread = max(run["throughput"] for run in runs) / min(run["throughput"] for run in runs)
        metrics[f"throughput_spread{suffix}"] = spread
    ratio = throughput(results[other]) / throughput(results[cell.version])
    metrics["throughput_ratio"] = ratio
    load.write_metrics(cell.output, metrics)
    assert ratio >= LIMIT, f"Spark {other} does {ratio:.2f} of what {cell.version} does"
