"""Starts Spark as the charts do, on this machine: programs of the installed pyspark, Java 17, free ports of loopback."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pyspark

from kit import cell as cells

HOME = Path(pyspark.__file__).parent
HERE = "127.0.0.1"


def environment(**more: str) -> dict[str, str]:
    java = subprocess.run([cells.ROOT / "suites/spark/java-home"], capture_output=True, text=True, check=False)
    if java.returncode:
        raise SystemExit(java.stderr.strip())
    return {
        "PATH": f"{java.stdout.strip()}/bin:{os.environ['PATH']}",
        "HOME": os.environ["HOME"],
        "LANG": "C.UTF-8",
        "TMPDIR": os.environ.get("TMPDIR", "/tmp"),
        "JAVA_HOME": java.stdout.strip(),
        "SPARK_HOME": str(HOME),
        "SPARK_LOCAL_IP": HERE,
        "SPARK_NO_DAEMONIZE": "1",
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "PYTHONDONTWRITEBYTECODE": "1",
        **more,
    }


def jars(need: str, version: str) -> list[str]:
    """The jars that `connect` or `iceberg` adds to this version."""
    answer = subprocess.run([cells.ROOT / "suites/spark/jars", "list", need, version], capture_output=True, text=True, check=True)
    return answer.stdout.split()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return probe.getsockname()[1]


def configuration(properties: dict[str, str]) -> list[str]:
    return [part for key, value in sorted(properties.items()) for part in ("--conf", f"{key}={value}")]


def local(scratch: Path, **more: str) -> dict[str, str]:
    """Properties of a driver on this machine; nothing is written outside `scratch`."""
    return {
        "spark.master": "local[2]",
        "spark.driver.host": HERE,
        "spark.driver.bindAddress": HERE,
        "spark.driver.memory": "1g",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.session.timeZone": "UTC",
        "spark.local.dir": str(scratch),
        "spark.sql.warehouse.dir": str(scratch / "spark-warehouse"),
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={scratch}",
        **more,
    }


def submit(log: Path, properties: dict[str, str], *arguments: str, timeout: int = 400, **more: str) -> str:
    """spark-submit, waited for: its standard output. A failure shows the end of the log."""
    command = [str(HOME / "bin" / "spark-submit"), *configuration(properties), *arguments]
    with log.open("w", encoding="utf-8") as errors:
        answer = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, timeout=timeout, check=False, env=environment(**more)
        )
    if answer.returncode:
        # spark-submit sends a Python program's standard error to its own standard output.
        said = "\n".join(answer.stdout.splitlines()[-25:])
        raise AssertionError(f"spark-submit ended with {answer.returncode}:\n{said}\n{tail(log)}")
    return answer.stdout


def tail(log: Path, lines: int = 25) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


@contextlib.contextmanager
def running(
    name: str, output: Path, command: list[str], ready: Callable[[], bool], seconds: int = 180, **more: str
) -> Iterator[subprocess.Popen]:
    """A program in a group of its own, from the moment it is ready until the end of the block; its log stays."""
    log = output / f"{name}.log"
    with log.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT, env=environment(**more), start_new_session=True)
    try:
        deadline = time.monotonic() + seconds
        while not ready():
            if process.poll() is not None:
                raise AssertionError(f"{name} ended with {process.returncode} before it was ready:\n{tail(log)}")
            if time.monotonic() > deadline:
                raise AssertionError(f"{name} was not ready in {seconds} s:\n{tail(log)}")
            time.sleep(0.3)
        yield process
    finally:
        stop(process)


def stop(process: subprocess.Popen) -> None:
    for attempt in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, attempt)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=15)
            return


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HERE, port)) == 0


def fetch(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://{HERE}:{port}{path}", timeout=10) as answer:
        return answer.read().decode("utf-8")
