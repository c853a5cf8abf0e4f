"""A standalone master and workers as the chart starts them, and jobs that are submitted to it."""

from __future__ import annotations

import contextlib
import json
import re
import threading
import time

import pytest

from kit import charts, taxi
from kit import spark as sparks

SLOW = """
import sys, time
from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
def slowly(part):
    time.sleep(2)
    return [sum(part)]
print("answer", sum(spark.sparkContext.parallelize(range(1000), 12).mapPartitions(slowly).collect()))
"""


@pytest.fixture(scope="session")
def rendered(cell):
    return charts.render(cell.chart, cell.values, (f"sparkVersion={cell.version}",))


def command(rendered, component: str, **replaced: str) -> list[str]:
    """The chart's arguments, with addresses and ports of this machine."""
    (container,) = rendered.pod(component).containers
    program, *arguments = container["args"]
    assert program == "/opt/spark/bin/spark-class"
    for option, value in replaced.items():
        arguments[arguments.index(f"--{option.replace('_', '-')}") + 1] = value
    return [str(sparks.HOME / "bin" / "spark-class"), *arguments]


@pytest.fixture(scope="session")
def cluster(cell, rendered, scratch):
    port, ui = sparks.free_port(), sparks.free_port()
    master = command(rendered, "master", host=sparks.HERE, port=str(port), webui_port=str(ui))
    workers = []
    with sparks.running("master", cell.output, master, lambda: sparks.listens(ui)):
        with contextlib.ExitStack() as stack:
            for number in range(2):
                work = scratch / f"worker-{number}"
                work.mkdir()
                arguments = command(
                    rendered,
                    "worker",
                    host=sparks.HERE,
                    port=str(sparks.free_port()),
                    webui_port=str(sparks.free_port()),
                    memory="1g",
                    work_dir=str(work),
                )
                assert arguments[-1].startswith("spark://")
                arguments[-1] = f"spark://{sparks.HERE}:{port}"
                workers.append(
                    stack.enter_context(sparks.running(f"worker-{number}", cell.output, arguments, lambda n=number: len(alive(ui)) > n))
                )
            yield f"spark://{sparks.HERE}:{port}", ui, workers


def state(ui: int) -> dict:
    return json.loads(sparks.fetch(ui, "/json/"))


def alive(ui: int) -> list[dict]:
    return [worker for worker in state(ui)["workers"] if worker["state"] == "ALIVE"]


def properties(cluster, scratch, **more: str) -> dict[str, str]:
    return sparks.local(scratch) | {"spark.master": cluster[0], "spark.executor.memory": "512m", "spark.executor.cores": "1"} | more


def test_both_workers_register_with_the_chart_s_cores(cluster, rendered):
    arguments = rendered.pod("worker").containers[0]["args"]
    cores = int(arguments[arguments.index("--cores") + 1])
    assert [worker["cores"] for worker in alive(cluster[1])] == [cores, cores]


def test_pi_is_computed_on_the_workers(cell, cluster, scratch):
    program = sparks.HOME / "examples/src/main/python/pi.py"
    answer = sparks.submit(cell.output / "pi.log", properties(cluster, scratch), str(program), "8")
    assert float(re.search(r"Pi is roughly ([0-9.]+)", answer)[1]) == pytest.approx(3.14159, abs=0.03)
    done = state(cluster[1])["completedapps"]
    assert done and done[-1]["state"] == "FINISHED"


def test_the_taxi_answers_hold_on_the_cluster(cell, cluster, scratch):
    directory = taxi.dataset(scratch)
    program = scratch / "taxi_job.py"
    program.write_text(
        "import json, pathlib, sys\n"
        "from pyspark.sql import SparkSession\n"
        "from kit import taxi\n"
        "spark = SparkSession.builder.getOrCreate()\n"
        "taxi.open_in(spark, pathlib.Path(sys.argv[1]))\n"
        "print(json.dumps({n: taxi.rows(spark.sql(taxi.QUERIES[n])) for n in ('by-payment', 'busiest-zones')}))\n",
        encoding="utf-8",
    )
    answer = sparks.submit(cell.output / "taxi.log", properties(cluster, scratch), str(program), str(directory))
    expected = taxi.answers()["answers"]
    found = json.loads(answer.strip().splitlines()[-1])
    assert found == {name: expected[name] for name in found}


def test_history_is_kept_and_served(cell, cluster, rendered, scratch):
    """With the chart's event-log settings; only the directory is this machine's."""
    logs = scratch / "event-log"
    logs.mkdir()
    chart = rendered.properties()
    assert chart["spark.eventLog.enabled"] == "true"
    kept = {
        "spark.eventLog.enabled": "true",
        "spark.eventLog.compress": chart["spark.eventLog.compress"],
        "spark.eventLog.dir": logs.as_uri(),
    }
    program = sparks.HOME / "examples/src/main/python/pi.py"
    sparks.submit(cell.output / "history-job.log", properties(cluster, scratch, **kept), "--name", "kept", str(program), "2")
    ui = sparks.free_port()
    arguments = command(rendered, "history-server")
    options = f"-Dspark.history.ui.port={ui} -Dspark.history.fs.logDirectory={logs.as_uri()} -Dspark.history.fs.update.interval=1s"
    with sparks.running("history-server", cell.output, arguments, lambda: sparks.listens(ui), SPARK_HISTORY_OPTS=options):
        deadline = time.monotonic() + 60
        applications = []
        while not applications and time.monotonic() < deadline:
            time.sleep(0.5)
            applications = json.loads(sparks.fetch(ui, "/api/v1/applications"))
    assert [application["attempts"][0]["completed"] for application in applications] == [True]
    assert applications[0]["attempts"][0]["appSparkVersion"] == cell.version


def test_a_job_survives_the_loss_of_a_worker(cell, cluster, scratch):
    """Last, for it takes a worker away."""
    _, ui, workers = cluster
    program = scratch / "slow.py"
    program.write_text(SLOW, encoding="utf-8")

    def kill_one_that_works():
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            if len([worker for worker in alive(ui) if worker["coresused"]]) == 2:
                time.sleep(3)
                sparks.stop(workers[0])
                return
            time.sleep(0.3)

    thread = threading.Thread(target=kill_one_that_works)
    thread.start()
    answer = sparks.submit(cell.output / "survivor.log", properties(cluster, scratch), str(program))
    thread.join()
    assert workers[0].poll() is not None, "no worker was taken away while the job ran"
    assert "answer 499500" in answer
