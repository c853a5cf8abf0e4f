"""What must be true of every render: it is repeatable, whole, and refers to nothing that is not there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest

from kit import charts

LABELS = ("name", "instance", "version", "managed-by", "part-of", "component")
DIGEST = "sha256:" + "0123456789abcdef" * 4


@pytest.mark.parametrize("kubernetes", charts.KUBERNETES)
def test_it_renders_on_kubernetes(cell, kubernetes):
    assert charts.render(cell.chart, cell.values, (), kubernetes).objects


def test_the_same_input_gives_the_same_bytes(cell):
    first, second = (charts.template(cell.chart, cell.values, (), charts.KUBERNETES[-1]) for _ in range(2))
    assert first == second


def test_the_readme_and_the_schema_are_what_generate_writes(cell):
    answer = subprocess.run([sys.executable, str(cell.chart.parent / "generate"), "--check"], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr


def test_every_object_is_named_once_and_labelled(cell, rendered):
    seen = set()
    for item in rendered.objects:
        metadata = item["metadata"]
        identity = (item["kind"], metadata["name"])
        assert identity not in seen, f"{identity} is rendered twice"
        seen.add(identity)
        assert metadata["namespace"] == charts.NAMESPACE, f"{identity} is in namespace {metadata['namespace']}"
        missing = [label for label in LABELS if f"app.kubernetes.io/{label}" not in metadata["labels"]]
        assert not missing, f"{identity} lacks the labels {missing}"
        assert metadata["labels"]["app.kubernetes.io/version"] == cell.version


def test_every_image_is_the_cell_s(cell, rendered):
    """Also a version without an image: the chart, the version table and the cell must name the same one."""
    images = {container["image"] for pod in rendered.pods() for container in pod.containers if "image" in container}
    executors = rendered.properties().get("spark.kubernetes.container.image")
    for image in images | ({executors} if executors else set()):
        assert image.removeprefix("docker.io/") == cell.image.removeprefix("docker.io/")


def test_a_digest_pins_every_image(cell):
    pinned = charts.render(cell.chart, cell.values, (f"image.digest={DIGEST}",))
    for pod in pinned.pods():
        for container in pod.containers:
            if "image" in container:
                assert container["image"].endswith(f"@{DIGEST}"), f"{pod.owner} runs {container['image']}"
    image = pinned.properties().get("spark.kubernetes.container.image")
    assert image is None or image.endswith(f"@{DIGEST}")


def test_selectors_find_their_pods(rendered):
    pods = list(rendered.pods())
    for kind, path in (
        ("Service", ("spec", "selector")),
        ("PodDisruptionBudget", ("spec", "selector", "matchLabels")),
        ("NetworkPolicy", ("spec", "podSelector", "matchLabels")),
        ("StatefulSet", ("spec", "selector", "matchLabels")),
        ("Deployment", ("spec", "selector", "matchLabels")),
    ):
        for item in rendered.of(kind):
            selector = item
            for part in path:
                selector = selector[part]
            found = [pod for pod in pods if selector.items() <= pod.labels.items()]
            assert found, f"{kind}/{item['metadata']['name']} selects no pod"
            if kind in ("StatefulSet", "Deployment"):
                assert len(found) == 1, f"{kind}/{item['metadata']['name']} also selects {[p.owner for p in found]}"
            if kind == "Service":
                ports = {port["name"] for pod in found for c in pod.containers for port in c.get("ports", [])}
                for port in item["spec"]["ports"]:
                    assert port["targetPort"] in ports, f"{item['metadata']['name']}: no container port {port['targetPort']}"


def test_stateful_sets_name_a_service_that_exists(rendered):
    for item in rendered.of("StatefulSet"):
        assert item["spec"]["serviceName"] in rendered.names("Service")


def test_pods_refer_to_what_exists(rendered):
    for pod in rendered.pods():
        assert pod.spec["serviceAccountName"] in rendered.names("ServiceAccount"), pod.owner
        volumes = {volume["name"] for volume in pod.spec["volumes"]}
        for volume in pod.spec["volumes"]:
            if "configMap" in volume:
                assert volume["configMap"]["name"] in rendered.names("ConfigMap"), pod.owner
            if "persistentVolumeClaim" in volume:
                assert volume["persistentVolumeClaim"]["claimName"] in rendered.names("PersistentVolumeClaim"), pod.owner
        for container in pod.containers:
            assert {mount["name"] for mount in container["volumeMounts"]} <= volumes, pod.owner


def test_no_secret_is_rendered(rendered):
    """Secrets are the user's; the chart refers to them. An environment value that looks like one is refused too."""
    assert not rendered.of("Secret")
    for pod in rendered.pods():
        for container in pod.containers:
            for variable in container.get("env", []):
                if re.search(r"TOKEN|PASSWORD|SECRET|CREDENTIAL", variable["name"]):
                    assert "value" not in variable and "secretKeyRef" in variable["valueFrom"], variable["name"]


def test_long_running_containers_have_probes_and_every_one_has_bounds(rendered):
    for pod in rendered.pods():
        if pod.component == "executor":
            continue  # Spark writes its resources, from the properties below
        for container in pod.containers:
            for kind in ("requests", "limits"):
                assert {"cpu", "memory"} <= container["resources"][kind].keys(), f"{pod.owner}: no {kind}"
            if pod.component != "test":
                for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                    assert probe in container, f"{pod.owner} has no {probe}"
    properties = rendered.properties()
    if properties["spark.master"].startswith("k8s://"):
        for key in ("request.cores", "limit.cores"):
            assert properties.get(f"spark.kubernetes.executor.{key}"), f"executors have no {key}"
        assert properties.get("spark.executor.memory")


def test_a_changed_configuration_restarts_the_pods(cell, rendered):
    changed = charts.render(cell.chart, cell.values, ("logLevel=trace",))
    for pod in rendered.pods():
        if pod.component not in ("executor", "test"):
            before, after = (p.annotations["checksum/configuration"] for p in (pod, changed.pod(pod.component)))
            assert before != after, f"{pod.owner} would go on with the old configuration"


def test_budgets_cover_every_long_running_component(rendered):
    budgets = {item["metadata"]["labels"]["app.kubernetes.io/component"] for item in rendered.of("PodDisruptionBudget")}
    assert budgets == {pod.component for pod in rendered.pods()} - {"executor", "test"}
    for item in rendered.of("PodDisruptionBudget"):
        assert item["spec"]["maxUnavailable"] == 1


def test_the_release_s_own_job_is_a_helm_test(rendered):
    (job,) = rendered.of("Pod")
    assert job["metadata"]["annotations"]["helm.sh/hook"] == "test"
    assert job["spec"]["restartPolicy"] == "Never"
    (container,) = job["spec"]["containers"]
    assert "org.apache.spark.examples.SparkPi" in container["args"][0]


def test_the_notes_name_services_that_exist(cell, rendered, tmp_path):
    """What helm says after an install: each service it names is rendered. Helm 3 shows notes to a cluster alone, so a
    copy of the chart renders them as a manifest."""
    copy = tmp_path / "chart"
    shutil.copytree(cell.chart, copy)
    assert (copy / "templates" / "NOTES.txt").read_text(encoding="utf-8") == '{{ include "spark.notes" . }}\n'
    (copy / "templates" / "shown.yaml").write_text(
        'kind: Notes\nmetadata: {name: shown-notes}\ntext: {{ include "spark.notes" . | quote }}\n', encoding="utf-8"
    )
    notes = charts.render(copy, cell.values, (f"sparkVersion={cell.version}",)).one("Notes", "notes")["text"]
    assert f"Spark {cell.version} is starting in namespace {charts.NAMESPACE}" in notes
    named = re.findall(r"service/([a-z0-9-]+)|://([a-z0-9-]+)\.", notes)
    assert {first or second for first, second in named} <= set(rendered.names("Service"))
    assert ("sc://" in notes) == any(pod.component == "connect" for pod in rendered.pods())
