"""Fixtures of the control-plane tests: the cell's manifests in the leased namespace."""

from __future__ import annotations

import pytest

from kit import cell as cells
from kit import charts, cluster


@pytest.fixture(scope="session")
def cell() -> cells.Cell:
    return cells.current()


@pytest.fixture(scope="session")
def rendered(cell) -> charts.Rendered:
    return charts.render(cell.chart, cell.values, (f"sparkVersion={cell.version}",), namespace=cluster.namespace())
