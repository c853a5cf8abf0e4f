"""Pod Security admission, set to enforce "restricted": the chart's pods come in, broken ones do not."""

from __future__ import annotations

import copy

import pytest

from kit import cluster

COMPONENTS = ("connect", "executor", "master", "worker", "history-server", "test")
BREAKAGES = {
    "root": lambda pod, box: pod["securityContext"].update(runAsUser=0),
    "no-seccomp": lambda pod, box: pod["securityContext"].pop("seccompProfile"),
    "escalation": lambda pod, box: box["securityContext"].pop("allowPrivilegeEscalation"),
    "privileged": lambda pod, box: box["securityContext"].update(privileged=True, allowPrivilegeEscalation=True),
    "capabilities": lambda pod, box: box["securityContext"].pop("capabilities"),
    "may-be-root": lambda pod, box: (pod["securityContext"].pop("runAsNonRoot"), box["securityContext"].pop("runAsNonRoot")),
    "host-network": lambda pod, box: pod.update(hostNetwork=True),
    "host-path": lambda pod, box: pod["volumes"].append({"name": "host", "hostPath": {"path": "/"}}),
}


@pytest.fixture(scope="session", autouse=True)
def _restricted(rendered):
    for mode in ("enforce", "warn", "audit"):
        cluster.kubectl("label", "namespace", cluster.namespace(), f"pod-security.kubernetes.io/{mode}=restricted", "--overwrite")
    cluster.apply(rendered.of("ServiceAccount"))


def create(manifest: dict) -> str:
    return cluster.kubectl("create", "--dry-run=server", "--validate=strict", "--output=name", "--filename=-", manifests=[manifest])


@pytest.mark.parametrize("component", COMPONENTS)
def test_the_server_admits(rendered, component):
    assert create(cluster.pod_manifest(rendered.pod(component), component)).split() == [f"pod/{component}"]


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_the_server_refuses(rendered, breakage):
    manifest = copy.deepcopy(cluster.pod_manifest(rendered.pod("connect"), "broken"))
    BREAKAGES[breakage](manifest["spec"], manifest["spec"]["containers"][0])
    with pytest.raises(cluster.Denied, match='violates PodSecurity "restricted:latest"'):
        create(manifest)
