"""Fixtures of the Spark-level tests: the cell, and a session of exactly its version."""

from __future__ import annotations

import os
from pathlib import Path

import pyspark
import pytest

from kit import cell as cells
from kit import spark as sparks


@pytest.fixture(scope="session")
def cell() -> cells.Cell:
    cell = cells.current()
    assert pyspark.__version__ == cell.version, (
        f"pyspark {pyspark.__version__} is imported, the cell is {cell.version}; run suites/capabilities/spark.install {cell.version}"
    )
    return cell


@pytest.fixture(scope="session")
def scratch(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("spark")


@pytest.fixture(scope="session", autouse=True)
def _environment(tmp_path_factory):
    os.environ.update(sparks.environment())
    # Spark leaves files in its working directory, and the repository is not the place for them.
    os.chdir(tmp_path_factory.mktemp("work"))
