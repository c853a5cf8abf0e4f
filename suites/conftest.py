"""A case that is about other scenarios is left out of a cell, not skipped in it: a skip is something that lacks."""

from __future__ import annotations

import os

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    here, elsewhere = [], []
    for item in items:
        about = item.get_closest_marker("scenario")
        wanted = about is None or os.environ.get("PIPEWRIGHT_SCENARIO") in about.args
        (here if wanted else elsewhere).append(item)
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = here
