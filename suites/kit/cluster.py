"""Speaks to an API server through kubectl; manifests go in by standard input, objects come back as data."""

from __future__ import annotations

import json
import os
import subprocess

from kit import cell as cells


class Denied(Exception):
    """The server (or kubectl) said no; the text is its message."""


def namespace() -> str:
    return cells.needed("PIPEWRIGHT_NAMESPACE")


def kubectl(*arguments: str, manifests: list[dict] | None = None) -> str:
    cells.needed("KUBECONFIG")
    text = None if manifests is None else json.dumps({"apiVersion": "v1", "kind": "List", "items": manifests})
    answer = subprocess.run(
        ["kubectl", "--namespace", namespace(), "--request-timeout=30s", *arguments],
        input=text,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "KUBECTL_KUBERC": "false"},
    )
    if answer.returncode:
        raise Denied(answer.stderr.strip())
    return answer.stdout


def apply(manifests: list[dict], *arguments: str) -> list[str]:
    """Server-side apply with strict validation: the names of what was applied."""
    options = ("--server-side", "--validate=strict", "--field-manager=pipewright-test", "--output=name")
    return kubectl("apply", *options, *arguments, "--filename=-", manifests=manifests).split()


def objects(text: str) -> list[dict]:
    """What `-o json` prints: one object, a List, or objects one after the other."""
    decoder, found, position = json.JSONDecoder(), [], 0
    while position < len(text):
        data, position = decoder.raw_decode(text, position)
        found += data["items"] if data["kind"] == "List" else [data]
        position += len(text[position:]) - len(text[position:].lstrip())
    return found


def pod_manifest(pod, name: str) -> dict:
    """A pod as its owner (or Spark) would create it: what Spark fills in is filled in."""
    spec = json.loads(json.dumps(pod.spec))
    for container in spec["containers"]:
        container.setdefault("image", "filled-in-by-spark")
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": namespace(), "labels": pod.labels},
        "spec": spec,
    }
