"""A scenario's values change what the scenario is about, and nothing else of the baseline."""

from __future__ import annotations

import pytest
import yaml

from kit import charts

# scenario -> the top-level values it may set besides its size (executors, connect, tests, logLevel)
SIZE = {"executors", "connect", "tests", "logLevel"}
HISTORY = {"eventLog", "historyServer"}
ABOUT = {
    "baseline": set(),
    "connect": {"standalone", "networkPolicy"},
    "gpu": {"gpu"},
    "iceberg": {"iceberg"},
    "core-e2e": HISTORY,
    "standalone-e2e": {"standalone"} | HISTORY,
    "gpu-e2e": {"gpu"} | HISTORY,
    "iceberg-e2e": {"iceberg"} | HISTORY,
    "baseline-load": set(),
    "iceberg-load": {"iceberg"},
    "gpu-load": {"gpu"},
    "comparison-load": {"sparkConf"},
    "pss": {"standalone", "iceberg", "gpu"} | HISTORY,
    "scc": {"platform", "standalone"} | HISTORY,
    "network-policies": {"standalone", "ingress", "networkPolicy"} | HISTORY,
    "rbac": {"serviceAccounts", "standalone", "secretEnvironment"},
}
K8S = "k8s://https://kubernetes.default.svc"
EVERYTHING = {"connect", "executor", "master", "worker", "history-server", "test"}


@pytest.fixture
def components(rendered):
    return {pod.component for pod in rendered.pods()}


def test_the_values_file_is_the_scenario_s(cell):
    assert cell.values and cell.values[-1].name == f"{cell.scenario}-values.yaml", f"the last of {cell.values}"
    assert cell.values[-1].is_file(), f"{cell.values[-1]} does not exist"


def test_it_sets_what_it_is_about_and_nothing_else(cell):
    keys = set(yaml.load(cell.values[-1].read_text(encoding="utf-8"), Loader=charts.StrictLoader))
    assert keys >= ABOUT[cell.scenario], f"says nothing of {sorted(ABOUT[cell.scenario] - keys)}"
    assert keys <= ABOUT[cell.scenario] | SIZE, f"also sets {sorted(keys - ABOUT[cell.scenario] - SIZE)}"


def test_it_renders_something_other_than_the_baseline(cell, rendered, baseline):
    assert (rendered.text == baseline.text) == (cell.scenario == "baseline")


def test_the_driver_knows_its_executors(rendered):
    """The ports that the policies open are the ports that Spark is told."""
    properties = rendered.properties()
    assert {key: properties.get(key) for key in PORTS} == PORTS
    assert properties["spark.executor.cores"].isdigit()


PORTS = {
    "spark.driver.port": "7078",
    "spark.driver.blockManager.port": "7079",
    "spark.blockManager.port": "7079",
    "spark.port.maxRetries": "16",
    "spark.driver.bindAddress": "0.0.0.0",
}


@pytest.mark.scenario(
    "baseline",
    "core-e2e",
    "baseline-load",
    "comparison-load",
    "gpu",
    "iceberg",
    "iceberg-e2e",
    "iceberg-load",
    "gpu-e2e",
    "gpu-load",
    "rbac",
)
def test_executors_are_pods_of_the_driver(cell, rendered):
    properties = rendered.properties()
    assert properties["spark.master"] == K8S
    assert properties["spark.kubernetes.namespace"] == charts.NAMESPACE
    assert properties["spark.kubernetes.executor.podTemplateFile"] == "/opt/spark/conf/executor-pod.yaml"
    executor = rendered.pod("executor")
    (container,) = executor.spec["containers"]
    assert container["name"] == properties["spark.kubernetes.executor.podTemplateContainerName"]
    assert executor.spec["serviceAccountName"] == properties["spark.kubernetes.authenticate.executor.serviceAccountName"]
    values = yaml.safe_load(cell.values[-1].read_text(encoding="utf-8"))
    assert properties["spark.executor.instances"] == str(values.get("executors", {}).get("instances", 2))
    headless = rendered.one("Service", "connect-headless")
    assert headless["spec"]["clusterIP"] == "None" and headless["spec"]["publishNotReadyAddresses"] is True
    assert properties["spark.driver.host"] == f"{headless['metadata']['name']}.{charts.NAMESPACE}.svc"


@pytest.mark.scenario("baseline", "gpu", "iceberg", "baseline-load", "comparison-load")
def test_nothing_else_runs(components):
    assert components == {"connect", "executor", "test"}


def test_the_connect_server_is_the_line_s(cell, rendered):
    if cell.scenario == "standalone-e2e":
        assert "connect" not in {pod.component for pod in rendered.pods()}
        return
    packages = rendered.properties().get("spark.jars.packages", "").split(",")
    connect = [package for package in packages if ":spark-connect" in package]
    assert connect == ([f"org.apache.spark:spark-connect_2.12:{cell.version}"] if cell.line == "3.5" else [])
    (container,) = rendered.pod("connect").containers
    assert container["args"][:3] == [
        "/opt/spark/bin/spark-submit",
        "--class",
        "org.apache.spark.sql.connect.service.SparkConnectServer",
    ]
    ports = {port["name"]: port["port"] for port in rendered.one("Service", "connect")["spec"]["ports"]}
    assert ports == {"grpc": 15002, "ui": 4040}
    assert rendered.properties()["spark.connect.grpc.binding.port"] == "15002"


@pytest.mark.scenario("connect")
def test_connect_runs_on_the_standalone_workers(cell, rendered, components):
    assert components == {"connect", "master", "worker", "test"}
    properties = rendered.properties()
    assert properties["spark.master"] == "spark://pipewright-spark-master:7077"
    assert not [key for key in properties if key.startswith("spark.kubernetes")]
    assert "executor-pod.yaml" not in rendered.configuration()
    arguments = rendered.pod("connect").containers[0]["args"]
    assert "spark.driver.host=$(POD_IP)" in arguments
    token = [v for v in rendered.pod("connect").containers[0]["env"] if v["name"] == "SPARK_CONNECT_AUTHENTICATE_TOKEN"]
    expected = {"secretKeyRef": {"name": "connect-token", "key": "token"}}
    assert [variable["valueFrom"] for variable in token] == ([expected] if cell.line == "4.1" else [])


@pytest.mark.scenario("connect", "standalone-e2e")
def test_the_workers_have_room_for_the_server_and_a_job(rendered):
    """`helm test` runs a job of one core beside the server's executors: on fewer cores it would wait for ever."""
    worker = rendered.one("StatefulSet", "worker")["spec"]
    arguments = worker["template"]["spec"]["containers"][0]["args"]
    cores = int(arguments[arguments.index("--cores") + 1]) * worker["replicas"]
    taken = int(rendered.properties()["spark.cores.max"]) if rendered.names("StatefulSet")[0].endswith("connect") else 0
    assert cores >= taken + 1


@pytest.mark.scenario("connect", "standalone-e2e", "pss", "scc", "network-policies", "rbac")
def test_workers_find_their_master(rendered):
    master = rendered.one("Service", "master")
    assert {port["port"] for port in master["spec"]["ports"]} == {7077, 8080}
    arguments = rendered.pod("worker").containers[0]["args"]
    assert arguments[-1] == f"spark://{master['metadata']['name']}:7077"
    assert arguments[arguments.index("--port") + 1] == "7076"
    arguments = rendered.pod("master").containers[0]["args"]
    assert arguments[1] == "org.apache.spark.deploy.master.Master"
    assert arguments[arguments.index("--port") + 1] == "7077"


@pytest.mark.scenario("standalone-e2e")
def test_a_standalone_cluster_needs_no_api_server(rendered, components):
    assert components == {"master", "worker", "history-server", "test"}
    assert rendered.properties()["spark.master"] == "spark://pipewright-spark-master:7077"
    assert not rendered.of("Role") and not rendered.of("RoleBinding")


@pytest.mark.scenario("gpu", "gpu-e2e", "gpu-load")
def test_executors_ask_for_gpus(cell, rendered):
    gpu = yaml.safe_load(cell.values[-1].read_text(encoding="utf-8"))["gpu"]
    properties = rendered.properties()
    assert {key: properties.get(f"spark.executor.resource.gpu.{key}") for key in ("amount", "vendor", "discoveryScript")} == {
        "amount": "1",
        "vendor": "nvidia.com",
        "discoveryScript": "/opt/spark/examples/src/main/scripts/getGpusResources.sh",
    }
    assert properties["spark.task.resource.gpu.amount"] == str(gpu.get("taskAmount", 1))
    # A task's share and an executor's cores must agree, or cores stay idle and Spark only warns.
    assert int(properties["spark.executor.cores"]) * float(properties["spark.task.resource.gpu.amount"]) == 1
    assert {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"} in rendered.pod("executor").spec["tolerations"]


@pytest.mark.scenario("gpu", "gpu-e2e", "gpu-load")
def test_sql_runs_on_the_gpu(cell, rendered):
    properties = rendered.properties()
    assert properties["spark.plugins"] == "com.nvidia.spark.SQLPlugin"
    assert properties["spark.rapids.sql.enabled"] == "true"
    scala = {"3.5": "2.12", "4.1": "2.13"}[cell.line]
    assert [p for p in properties["spark.jars.packages"].split(",") if p.startswith(f"com.nvidia:rapids-4-spark_{scala}:")]


@pytest.mark.scenario("iceberg", "iceberg-e2e", "iceberg-load")
def test_a_catalog_is_configured(cell, rendered):
    properties = rendered.properties()
    assert properties["spark.sql.extensions"] == "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions"
    assert properties["spark.sql.catalog.lake"] == "org.apache.iceberg.spark.SparkCatalog"
    assert properties["spark.sql.catalog.lake.type"] == "hadoop"
    assert properties.get("spark.sql.defaultCatalog") == ("lake" if cell.scenario == "iceberg-e2e" else None)
    runtime = {"3.5": "iceberg-spark-runtime-3.5_2.12", "4.1": "iceberg-spark-runtime-4.1_2.13"}[cell.line]
    assert f"org.apache.iceberg:{runtime}:1.12.0" in properties["spark.jars.packages"].split(",")


@pytest.mark.scenario("iceberg", "iceberg-e2e", "iceberg-load")
def test_driver_and_executors_share_the_warehouse(rendered):
    location = rendered.properties()["spark.sql.catalog.lake.warehouse"].removeprefix("file://")
    claim = rendered.one("PersistentVolumeClaim", "warehouse")["metadata"]["name"]
    for component in ("connect", "executor", "test"):
        pod = rendered.pod(component)
        (mount,) = [m for m in pod.containers[0]["volumeMounts"] if m["name"] == "warehouse"]
        assert mount["mountPath"] == location and not mount.get("readOnly")
        (volume,) = [v for v in pod.spec["volumes"] if v["name"] == "warehouse"]
        assert volume["persistentVolumeClaim"]["claimName"] == claim


@pytest.mark.scenario("core-e2e", "standalone-e2e", "gpu-e2e", "iceberg-e2e", "pss", "scc", "network-policies")
def test_history_is_written_and_served(rendered):
    properties = rendered.properties()
    assert properties["spark.eventLog.enabled"] == "true"
    location = properties["spark.eventLog.dir"]
    assert location == properties["spark.history.fs.logDirectory"]
    claim = rendered.one("PersistentVolumeClaim", "event-log")["metadata"]["name"]
    writers = {"connect", "test"} & {pod.component for pod in rendered.pods()}
    for component in writers | {"history-server"}:
        pod = rendered.pod(component)
        (mount,) = [m for m in pod.containers[0]["volumeMounts"] if m["name"] == "event-log"]
        assert f"file://{mount['mountPath']}" == location
        (volume,) = [v for v in pod.spec["volumes"] if v["name"] == "event-log"]
        assert volume["persistentVolumeClaim"]["claimName"] == claim
    assert rendered.pod("history-server").containers[0]["args"][1] == "org.apache.spark.deploy.history.HistoryServer"


@pytest.mark.scenario("baseline-load", "iceberg-load", "gpu-load", "comparison-load")
def test_load_has_more_to_run_on_than_the_baseline(rendered, baseline):
    def slots(one):
        properties = one.properties()
        return int(properties["spark.executor.instances"]) * int(properties["spark.executor.cores"])

    assert slots(rendered) >= 4 * slots(baseline)
    assert "rootLogger.level = warn" in rendered.configuration()["log4j2.properties"].splitlines()
    assert rendered.properties().get("spark.eventLog.enabled") is None


@pytest.mark.scenario("comparison-load")
def test_the_other_line_is_measured_with_the_same_values(cell, rendered):
    other = charts.render(cell.chart.parent / "spark-4.1", cell.values)
    ours, theirs = rendered.properties(), other.properties()
    differing = {key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)}
    assert differing <= {"spark.jars.packages", "spark.kubernetes.container.image"}


@pytest.mark.scenario("pss", "scc", "network-policies")
def test_everything_the_chart_can_run_is_on(components):
    assert components == EVERYTHING


def test_metrics_are_served_where_the_annotations_say(rendered):
    assert rendered.properties()["spark.ui.prometheus.enabled"] == "true"
    sinks = rendered.configuration()["metrics.properties"].splitlines()
    assert "*.sink.prometheusServlet.class=org.apache.spark.metrics.sink.PrometheusServlet" in sinks
    for pod in rendered.pods():
        port = pod.annotations.get("prometheus.io/port")
        assert (port is not None) == (pod.component in ("connect", "master", "worker")), pod.owner
        if port:
            assert int(port) in [p["containerPort"] for c in pod.containers for p in c["ports"]], pod.owner
