"""Fixtures of the chart-level tests: the cell, and its chart rendered as the cell says."""

from __future__ import annotations

import pytest

from kit import cell as cells
from kit import charts


@pytest.fixture(scope="session")
def cell() -> cells.Cell:
    return cells.current()


@pytest.fixture(scope="session")
def rendered(cell: cells.Cell) -> charts.Rendered:
    return charts.render(cell.chart, cell.values, (f"sparkVersion={cell.version}",))


@pytest.fixture(scope="session")
def baseline(cell: cells.Cell) -> charts.Rendered:
    return charts.render(cell.chart, (cell.baseline,), (f"sparkVersion={cell.version}",))
