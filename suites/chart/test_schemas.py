"""kubeconform, strict, holds every manifest against the API schemas of the Kubernetes versions we name."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from kit import charts

SCHEMAS = Path.home() / ".cache" / "pipewright" / "kubernetes-schemas"


def kubeconform(kubernetes: str, manifests: str) -> dict:
    location = SCHEMAS / f"v{kubernetes}" / "{{.ResourceKind}}{{.KindSuffix}}.json"
    assert location.parent.is_dir(), f"no schemas of Kubernetes {kubernetes}; run suites/capabilities/kubeconform.install"
    program = shutil.which("kubeconform")
    assert program, "kubeconform is not installed; run suites/capabilities/kubeconform.install"
    answer = subprocess.run(
        [program, "-strict", "-summary", "-output", "json", "-schema-location", str(location), "-kubernetes-version", kubernetes],
        input=manifests,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.stdout, answer.stderr
    return json.loads(answer.stdout)


def everything(rendered: charts.Rendered) -> str:
    """The manifests as helm wrote them, and the executors' template that Spark will send."""
    template = rendered.configuration().get("executor-pod.yaml")
    return rendered.text + (f"\n---\n{_named(template)}" if template else "")


def _named(template: str) -> str:
    pod = yaml.safe_load(template)
    pod["metadata"]["name"] = "executor"
    pod["spec"]["containers"][0]["image"] = "filled-in-by-spark"
    return yaml.safe_dump(pod)


@pytest.mark.parametrize("kubernetes", charts.KUBERNETES)
def test_manifests_are_valid(cell, kubernetes):
    rendered = charts.render(cell.chart, cell.values, (f"sparkVersion={cell.version}",), kubernetes)
    report = kubeconform(kubernetes, everything(rendered))
    assert report.get("resources") in (None, []), report["resources"]
    assert report["summary"] == {
        "valid": len(rendered.objects) + ("executor-pod.yaml" in rendered.configuration()),
        "invalid": 0,
        "errors": 0,
        "skipped": 0,
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  replicas: 1\n", "  replicas: one\n"),
        ("  replicas: 1\n", "  replica: 1\n"),
        ("kind: StatefulSet\n", "kind: StatefulSett\n"),
        ("          image: ", "          imagee: "),
    ],
    ids=["wrong-type", "unknown-key", "unknown-kind", "unknown-container-key"],
)
def test_a_broken_manifest_is_noticed(cell, rendered, old, new):
    assert old in rendered.text
    report = kubeconform(charts.KUBERNETES[-1], rendered.text.replace(old, new, 1))
    assert report["summary"]["invalid"] + report["summary"]["errors"] == 1, report
