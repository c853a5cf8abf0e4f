"""The cell a test runs in: what the runtime says about it in the environment."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Cell:
    version: str
    suite: str
    scenario: str
    chart: Path
    values: tuple[Path, ...]
    image: str
    output: Path
    scratch: Path

    @property
    def line(self) -> str:
        """`3.5` of 3.5.8."""
        return ".".join(self.version.split(".")[:2])

    @property
    def baseline(self) -> Path:
        return self.chart / "ci" / "baseline-values.yaml"


def needed(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise SystemExit(
            f"{name} is not set: this test is run by `pipewright-runtime execute --version V --scenario S`, "
            "which sets what suites/README.md lists"
        )
    return value


@functools.cache
def current() -> Cell:
    return Cell(
        version=needed("PIPEWRIGHT_VERSION"),
        suite=needed("PIPEWRIGHT_SUITE"),
        scenario=needed("PIPEWRIGHT_SCENARIO"),
        chart=ROOT / needed("PIPEWRIGHT_CHART"),
        values=tuple(ROOT / part for part in os.environ.get("PIPEWRIGHT_VALUES", "").split(":") if part),
        image=needed("PIPEWRIGHT_IMAGE"),
        output=Path(needed("PIPEWRIGHT_OUTPUT")),
        scratch=Path(os.environ.get("TMPDIR", "/tmp")),
    )
