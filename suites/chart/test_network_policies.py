"""Who can speak to whom, on which port: the whole table, computed from the policies and compared exactly."""

from __future__ import annotations

import pytest

from kit import charts
from kit.network import Peer, Policies

HOME = {"kubernetes.io/metadata.name": charts.NAMESPACE}
PORTS = (22, 53, 80, 443, 4040, 6443, 7076, 7077, 7078, 7079, 7095, 7096, 8080, 8081, 9000, 9001, 15002, 18080)

OUTSIDE = (
    Peer("notebook", {"app": "jupyter"}, {"kubernetes.io/metadata.name": "notebooks"}),
    Peer("notebook-neighbour", {"app": "other"}, {"kubernetes.io/metadata.name": "notebooks"}),
    Peer("jupyter-elsewhere", {"app": "jupyter"}, {"kubernetes.io/metadata.name": "elsewhere"}),
    Peer("jupyter-at-home", {"app": "jupyter"}, HOME),
    Peer("ingress", {"app": "nginx"}, {"kubernetes.io/metadata.name": "ingress-nginx"}),
    Peer("dns", {"k8s-app": "kube-dns"}, {"kubernetes.io/metadata.name": "kube-system"}),
    Peer("kube-system-neighbour", {"app": "x"}, {"kubernetes.io/metadata.name": "kube-system"}),
    Peer("api-server", address="10.96.0.1"),
    Peer("storage", address="10.20.0.7"),
    Peer("private", address="192.168.1.1"),
    Peer("metadata-service", address="169.254.169.254"),
    Peer("internet", address="93.184.216.34"),
)

API = {443, 6443}
BLOCKS = {7079, 7095}
# (from, to) -> the TCP ports that are open; every pair that is not here has none.
TABLE = {
    ("test", "connect"): {15002},
    ("notebook", "connect"): {15002},
    ("ingress", "connect"): {4040},
    ("executor", "connect"): {7078, 7079},
    ("executor", "test"): {7078, 7079},
    ("connect", "executor"): BLOCKS,
    ("test", "executor"): BLOCKS,
    ("executor", "executor"): BLOCKS,
    ("connect", "master"): {7077},
    ("test", "master"): {7077},
    ("worker", "master"): {7077},
    ("master", "worker"): {7076},
    ("worker", "worker"): BLOCKS,
    ("master", "connect"): {7078},
    ("master", "test"): {7078},
    ("ingress", "master"): {8080},
    ("ingress", "worker"): {8081},
    ("ingress", "history-server"): {18080},
    ("connect", "api-server"): API,
    ("test", "api-server"): API,
    ("connect", "storage"): {9000},
    ("executor", "storage"): {9000},
    ("worker", "storage"): {9000},
    ("history-server", "storage"): {9000},
}
EVERY_POD = ("connect", "executor", "master", "worker", "history-server", "test")


@pytest.fixture(scope="session")
def policies(rendered):
    return Policies(rendered.of("NetworkPolicy"), HOME)


@pytest.fixture(scope="session")
def pods(rendered):
    return {pod.component: Peer(pod.component, pod.labels, HOME) for pod in rendered.pods()}


@pytest.mark.scenario("network-policies")
def test_the_table_of_open_ports_is_exactly_this(cell, policies, pods):
    expected = dict(TABLE)
    if cell.line == "3.5":  # Connect is fetched at start
        for driver in ("connect", "test"):
            expected[driver, "internet"] = {443}
    endpoints = [*pods.values(), *OUTSIDE]
    actual = {}
    for sender in endpoints:
        for receiver in endpoints:
            if sender.name not in pods and receiver.name not in pods:
                continue
            opened = {port for port in PORTS if policies.allowed(sender, receiver, port)}
            if opened:
                actual[sender.name, receiver.name] = opened
    for component in EVERY_POD:
        assert actual.pop((component, "dns")) == {53}
    assert actual == expected


def test_every_pod_is_denied_by_default(rendered):
    policy = rendered.one("NetworkPolicy", "default-deny")["spec"]
    assert sorted(policy["policyTypes"]) == ["Egress", "Ingress"]
    assert "ingress" not in policy and "egress" not in policy
    for pod in rendered.pods():
        assert policy["podSelector"]["matchLabels"].items() <= pod.labels.items(), f"{pod.owner} is not selected"


def test_another_release_s_pods_are_strangers(policies, pods):
    for pod in pods.values():
        stranger = Peer("stranger", {**pod.labels, "app.kubernetes.io/instance": "another"}, HOME)
        for receiver in pods.values():
            assert not [port for port in PORTS if policies.allowed(stranger, receiver, port)], (pod.name, receiver.name)


def test_dns_is_open_for_udp_and_nothing_else_is(policies, pods):
    for pod in pods.values():
        for outside in OUTSIDE:
            opened = {port for port in PORTS if policies.allowed(pod, outside, port, "UDP")}
            assert opened == ({53} if outside.name == "dns" else set()), (pod.name, outside.name)


def test_packages_open_the_internet_for_drivers_alone(cell, pods):
    with_packages = charts.render(cell.chart, cell.values, ('packages:=["org.example:jar:1.0"]',))
    policies = Policies(with_packages.of("NetworkPolicy"), HOME)
    internet, private = (next(peer for peer in OUTSIDE if peer.name == name) for name in ("internet", "private"))
    for name, pod in pods.items():
        assert policies.allowed(pod, internet, 443) == (name in ("connect", "test"))
        assert not policies.allowed(pod, internet, 80) and not policies.allowed(pod, private, 443)


def test_without_clients_nobody_but_the_test_reaches_connect(cell, pods):
    closed = charts.render(cell.chart, (cell.baseline,))
    policies = Policies(closed.of("NetworkPolicy"), HOME)
    for outside in OUTSIDE:
        assert not [port for port in PORTS if policies.allowed(outside, pods["connect"], port)], outside.name


def test_the_switch_removes_every_policy(cell):
    assert charts.render(cell.chart, cell.values, ("networkPolicy.enabled:=false",)).of("NetworkPolicy") == []


@pytest.mark.scenario("network-policies")
def test_the_ingress_leads_to_the_history_server(rendered):
    (rule,) = rendered.one("Ingress", "ui")["spec"]["rules"]
    assert rule["host"] == "spark.internal"
    (path,) = rule["http"]["paths"]
    assert path["backend"]["service"] == {"name": "pipewright-spark-history-server", "port": {"name": "ui"}}
