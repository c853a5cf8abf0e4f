"""Renders a chart with helm and gives its objects as data: what is asserted is what Kubernetes would read."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

RELEASE = "pipewright"
NAMESPACE = "pipewright-test"
# The oldest that the charts promise, and what hosted clusters run now.
KUBERNETES = tuple((Path(__file__).parents[1] / "chart" / "kubernetes-versions").read_text(encoding="utf-8").split())


class Refused(Exception):
    """helm would not render; the text is its message."""


class StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML as Kubernetes reads it: a key that is written twice is an error, not the last one."""


def _mapping(loader: StrictLoader, node: yaml.MappingNode) -> dict:
    seen = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if key in seen:
            raise yaml.YAMLError(f"key {key!r} is written twice at line {key_node.start_mark.line + 1}")
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


@dataclass(frozen=True)
class Pod:
    """A pod that the chart leads to: of a workload, a hook, or the executors' template."""

    owner: str
    labels: dict
    annotations: dict
    spec: dict

    @property
    def component(self) -> str:
        return self.labels["app.kubernetes.io/component"]

    @property
    def containers(self) -> list[dict]:
        return [*self.spec.get("initContainers", []), *self.spec["containers"]]


class Rendered:
    def __init__(self, text: str):
        self.text = text
        self.objects = [document for document in yaml.load_all(text, Loader=StrictLoader) if document]

    def of(self, kind: str) -> list[dict]:
        return [item for item in self.objects if item["kind"] == kind]

    def one(self, kind: str, suffix: str) -> dict:
        """The object of this kind whose name ends with `-suffix`; anything but one is a failure."""
        found = [item for item in self.of(kind) if item["metadata"]["name"].endswith(f"-{suffix}")]
        assert len(found) == 1, f"{len(found)} {kind} named *-{suffix}; all: {self.names(kind)}"
        return found[0]

    def names(self, kind: str) -> list[str]:
        return sorted(item["metadata"]["name"] for item in self.of(kind))

    def configuration(self) -> dict[str, str]:
        return self.one("ConfigMap", "configuration")["data"]

    def properties(self) -> dict[str, str]:
        """spark-defaults.conf as Spark reads it: key, blank, value."""
        lines = self.configuration()["spark-defaults.conf"].splitlines()
        pairs = [line.split(None, 1) for line in lines if line.strip()]
        assert all(len(pair) == 2 for pair in pairs), f"a property without a value in {pairs}"
        assert len({key for key, _ in pairs}) == len(pairs), "a property is written twice"
        return dict(pairs)

    def pods(self) -> Iterator[Pod]:
        for item in self.objects:
            if item["kind"] in ("StatefulSet", "Deployment", "DaemonSet", "Job"):
                yield _pod(item, item["spec"]["template"])
            elif item["kind"] == "CronJob":
                yield _pod(item, item["spec"]["jobTemplate"]["spec"]["template"])
            elif item["kind"] == "Pod":
                yield _pod(item, item)
        for item in self.of("ConfigMap"):
            template = item["data"].get("executor-pod.yaml")
            if template:
                yield _pod(item, yaml.load(template, Loader=StrictLoader))

    def pod(self, component: str) -> Pod:
        found = [pod for pod in self.pods() if pod.component == component]
        assert len(found) == 1, f"{len(found)} pods of component {component}"
        return found[0]


def _pod(owner: dict, template: dict) -> Pod:
    metadata = template.get("metadata", {})
    return Pod(
        owner=f"{owner['kind']}/{owner['metadata']['name']}",
        labels=metadata.get("labels", {}),
        annotations=metadata.get("annotations", {}),
        spec=template["spec"],
    )


def helm(*arguments: str) -> str:
    """helm's standard output; Refused with its own words when it fails."""
    program = shutil.which("helm")
    if not program:
        raise Refused("helm is not on PATH; install Helm 3 or 4")
    answer = subprocess.run(
        [program, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "HELM_NO_PLUGINS": "1"},
    )
    if answer.returncode:
        raise Refused(answer.stderr.strip() or answer.stdout.strip())
    return answer.stdout


@functools.cache
def render(
    chart: Path,
    values: tuple[Path, ...] = (),
    sets: tuple[str, ...] = (),
    kubernetes: str = KUBERNETES[-1],
    namespace: str = NAMESPACE,
) -> Rendered:
    """`sets` are `key=value` (strings stay strings) or `key:=json`."""
    return Rendered(template(chart, values, sets, kubernetes, namespace))


def template(chart: Path, values: tuple[Path, ...], sets: tuple[str, ...], kubernetes: str, namespace: str = NAMESPACE) -> str:
    arguments = ["template", RELEASE, str(chart), "--namespace", namespace, "--kube-version", kubernetes]
    for path in values:
        arguments += ["--values", str(path)]
    for item in sets:
        key, _, value = item.partition("=")
        arguments += ["--set-json", f"{key[:-1]}={value}"] if key.endswith(":") else ["--set-string", item]
    return helm(*arguments)
