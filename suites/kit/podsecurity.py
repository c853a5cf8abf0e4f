"""What the Pod Security Standard "restricted" and OpenShift's restricted-v2 SCC refuse, as lists of reasons.

Written after the standard's own table of controls; the API server's admission is the judge of the control-plane level.
"""

from __future__ import annotations

from collections.abc import Iterator

VOLUMES = {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"}
SECCOMP = {"RuntimeDefault", "Localhost"}


def against_restricted(spec: dict) -> list[str]:
    return [*_host(spec), *_volumes(spec), *_identity(spec), *_containers(spec)]


def against_restricted_v2(spec: dict) -> list[str]:
    """The SCC adds to the standard that nobody chooses ids: they come from the namespace's range."""
    refusals = against_restricted(spec)
    for where, context in _contexts(spec):
        for key in ("runAsUser", "runAsGroup", "fsGroup", "supplementalGroups", "seLinuxOptions"):
            if key in context:
                refusals.append(f"{where}: {key} is set; OpenShift assigns it")
    return refusals


def _contexts(spec: dict) -> Iterator[tuple[str, dict]]:
    yield "pod", spec.get("securityContext", {})
    for container in _all(spec):
        yield container["name"], container.get("securityContext", {})


def _all(spec: dict) -> list[dict]:
    return [*spec.get("initContainers", []), *spec["containers"], *spec.get("ephemeralContainers", [])]


def _host(spec: dict) -> Iterator[str]:
    for key in ("hostNetwork", "hostPID", "hostIPC"):
        if spec.get(key):
            yield f"pod: {key} is true"
    if spec.get("securityContext", {}).get("sysctls"):
        yield "pod: sysctls are set"
    for container in _all(spec):
        if any(port.get("hostPort") for port in container.get("ports", [])):
            yield f"{container['name']}: a host port is taken"


def _volumes(spec: dict) -> Iterator[str]:
    for volume in spec.get("volumes", []):
        kinds = volume.keys() - {"name"}
        if not kinds <= VOLUMES:
            yield f"pod: volume {volume['name']} is of kind {sorted(kinds - VOLUMES)}"


def _identity(spec: dict) -> Iterator[str]:
    for where, context in _contexts(spec):
        if context.get("runAsUser") == 0:
            yield f"{where}: runAsUser is 0"
        if context.get("runAsNonRoot") is False:
            yield f"{where}: runAsNonRoot is false"
        if context.get("privileged"):
            yield f"{where}: privileged"
        if context.get("procMount", "Default") != "Default":
            yield f"{where}: procMount is {context['procMount']}"
        options = context.get("seLinuxOptions", {})
        if options.get("user") or options.get("role"):
            yield f"{where}: an SELinux user or role is set"
        profile = context.get("seccompProfile")
        if profile is not None and profile.get("type") not in SECCOMP:
            yield f"{where}: seccomp profile is {profile.get('type')}"


def _containers(spec: dict) -> Iterator[str]:
    pod = spec.get("securityContext", {})
    for container in _all(spec):
        name, context = container["name"], container.get("securityContext", {})
        if not context.get("runAsNonRoot", pod.get("runAsNonRoot")):
            yield f"{name}: runAsNonRoot is not true, here or for the pod"
        if context.get("allowPrivilegeEscalation") is not False:
            yield f"{name}: allowPrivilegeEscalation is not false"
        capabilities = context.get("capabilities", {})
        if "ALL" not in capabilities.get("drop", []):
            yield f"{name}: capabilities are not dropped (ALL)"
        if set(capabilities.get("add", [])) - {"NET_BIND_SERVICE"}:
            yield f"{name}: capabilities are added: {capabilities['add']}"
        profile = context.get("seccompProfile", pod.get("seccompProfile", {}))
        if profile.get("type") not in SECCOMP:
            yield f"{name}: no seccomp profile, here or for the pod"
