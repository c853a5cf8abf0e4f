"""Every pod that the chart leads to is "restricted", the executors that Spark creates included."""

from __future__ import annotations

import copy

import pytest

from kit import podsecurity

COMPONENTS = ("connect", "executor", "master", "worker", "history-server", "test")


@pytest.mark.parametrize("component", COMPONENTS)
def test_it_is_restricted(rendered, component):
    assert podsecurity.against_restricted(rendered.pod(component).spec) == []


@pytest.mark.parametrize("component", COMPONENTS)
def test_its_security_context_is_exactly_this(rendered, component):
    pod = rendered.pod(component)
    assert pod.spec["securityContext"] == {
        "runAsNonRoot": True,
        "runAsUser": 185,
        "runAsGroup": 185,
        "fsGroup": 185,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    for container in pod.containers:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "runAsNonRoot": True,
            "capabilities": {"drop": ["ALL"]},
        }


@pytest.mark.parametrize("component", COMPONENTS)
def test_it_can_write_where_spark_writes(rendered, component):
    """The root filesystem is read-only: without these volumes Spark would not start."""
    pod = rendered.pod(component)
    volumes = {volume["name"]: volume for volume in pod.spec["volumes"]}
    for container in pod.containers:
        mounts = {mount["mountPath"]: mount for mount in container["volumeMounts"]}
        for path in ("/tmp", "/opt/spark/work-dir"):
            assert "emptyDir" in volumes[mounts[path]["name"]] and not mounts[path].get("readOnly")


def test_only_the_driver_holds_a_token(rendered):
    tokens = {pod.component: pod.spec["automountServiceAccountToken"] for pod in rendered.pods()}
    assert {component for component, token in tokens.items() if token} == {"connect", "test"}
    for account in rendered.of("ServiceAccount"):
        assert account["automountServiceAccountToken"] is False


BREAKAGES = {
    "root": lambda pod, box: pod["securityContext"].update(runAsUser=0),
    "no-seccomp": lambda pod, box: pod["securityContext"].pop("seccompProfile"),
    "unconfined": lambda pod, box: box["securityContext"].update(seccompProfile={"type": "Unconfined"}),
    "escalation": lambda pod, box: box["securityContext"].pop("allowPrivilegeEscalation"),
    "privileged": lambda pod, box: box["securityContext"].update(privileged=True),
    "capabilities": lambda pod, box: box["securityContext"].pop("capabilities"),
    "added-capability": lambda pod, box: box["securityContext"]["capabilities"].update(add=["NET_ADMIN"]),
    "may-be-root": lambda pod, box: (pod["securityContext"].pop("runAsNonRoot"), box["securityContext"].pop("runAsNonRoot")),
    "host-network": lambda pod, box: pod.update(hostNetwork=True),
    "host-path": lambda pod, box: pod["volumes"].append({"name": "host", "hostPath": {"path": "/"}}),
    "host-port": lambda pod, box: box.update(ports=[{"containerPort": 80, "hostPort": 80}]),
}


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_the_check_itself_notices(rendered, breakage):
    spec = copy.deepcopy(rendered.pod("connect").spec)
    BREAKAGES[breakage](spec, spec["containers"][0])
    assert podsecurity.against_restricted(spec)
