"""A real API server takes every manifest of the cell, by server-side apply with strict validation."""

from __future__ import annotations

import copy

import pytest

from kit import cluster

ACCOUNTS = ("ServiceAccount", "Role", "RoleBinding")


@pytest.fixture(scope="session", autouse=True)
def _accounts(rendered):
    """Admission looks a pod's account up, so accounts come first, as helm installs them."""
    cluster.apply([item for item in rendered.objects if item["kind"] in ACCOUNTS])


def test_it_takes_every_manifest(rendered):
    names = cluster.apply(rendered.objects, "--dry-run=server")
    assert len(names) == len(rendered.objects)
    for item in rendered.objects:
        assert [
            name
            for name in names
            if name.split("/")[0].split(".")[0] == item["kind"].lower() and name.endswith(f"/{item['metadata']['name']}")
        ]


def test_it_takes_the_executors_that_spark_will_create(rendered):
    executors = [pod for pod in rendered.pods() if pod.component == "executor"]
    assert len(executors) == ("executor-pod.yaml" in rendered.configuration())
    for executor in executors:
        cluster.apply([cluster.pod_manifest(executor, "executor")], "--dry-run=server")


def test_applying_twice_changes_nothing(rendered):
    """What the server stores is what the chart says: no field that it drops, defaults over or fights about."""
    manifests = [item for item in rendered.objects if item["kind"] != "Pod"]
    cluster.apply(manifests)
    before = stored(manifests)
    cluster.apply(manifests)
    assert stored(manifests) == before


def stored(manifests) -> dict:
    found = cluster.objects(cluster.kubectl("get", "--filename=-", "--output=json", manifests=manifests))
    assert len(found) == len(manifests)
    # Spec and data alone: controllers go on to write status and annotations.
    return {
        (item["kind"], item["metadata"]["name"]): {key: item.get(key) for key in ("spec", "data", "rules", "subjects")}
        | {"generation": item["metadata"].get("generation")}
        for item in found
    }


@pytest.mark.parametrize(
    ("kind", "key", "value", "said"),
    [
        ("StatefulSet", "replica", 1, "replica"),
        ("StatefulSet", "replicas", "one", "replicas"),
        ("Service", "ports", [{"port": 99999}], "port"),
        ("NetworkPolicy", "podSelector", {"matchLabels": {"a b": "c"}}, "podSelector"),
        ("PodDisruptionBudget", "maxUnavailable", -1, "maxUnavailable"),
    ],
)
def test_a_broken_manifest_is_refused(rendered, kind, key, value, said):
    broken = copy.deepcopy(rendered.of(kind)[0])
    broken["metadata"]["name"] = "broken"
    broken["spec"][key] = value
    with pytest.raises(cluster.Denied, match=said):
        cluster.apply([broken], "--dry-run=server")
