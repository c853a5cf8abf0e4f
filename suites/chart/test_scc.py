"""OpenShift's restricted-v2 SCC admits every pod: nothing asks for an id, and DNS is where OpenShift has it."""

from __future__ import annotations

import pytest

from kit import charts, podsecurity

COMPONENTS = ("connect", "executor", "master", "worker", "history-server", "test")


@pytest.mark.parametrize("component", COMPONENTS)
def test_the_scc_admits_it(rendered, component):
    assert podsecurity.against_restricted_v2(rendered.pod(component).spec) == []


@pytest.mark.parametrize("component", COMPONENTS)
def test_its_security_context_is_exactly_this(rendered, component):
    pod = rendered.pod(component)
    assert pod.spec["securityContext"] == {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}


def test_the_scc_would_refuse_the_ids_of_plain_kubernetes(baseline):
    refusals = podsecurity.against_restricted_v2(baseline.pod("connect").spec)
    assert refusals == [f"pod: {key} is set; OpenShift assigns it" for key in ("runAsUser", "runAsGroup", "fsGroup")]


def test_a_user_without_a_name_can_run_spark(rendered):
    """The assigned id is in no /etc/passwd: the image's entrypoint gives it a name, so nothing may replace it."""
    for pod in rendered.pods():
        if pod.component in ("executor", "test"):
            continue
        for container in pod.containers:
            assert "command" not in container, f"{pod.owner} goes around the image's entrypoint"
            home = {variable["name"]: variable.get("value") for variable in container["env"]}
            assert home["HOME"] == "/tmp"


def test_dns_is_openshift_s(rendered):
    (rule,) = rendered.one("NetworkPolicy", "dns")["spec"]["egress"]
    (peer,) = rule["to"]
    assert peer["namespaceSelector"]["matchLabels"] == {"kubernetes.io/metadata.name": "openshift-dns"}
    assert peer["podSelector"]["matchLabels"] == {"dns.operator.openshift.io/daemonset-dns": "default"}
    assert [(port["protocol"], port["port"]) for port in rule["ports"]] == [("UDP", 5353), ("TCP", 5353)]


def test_nothing_else_depends_on_the_platform(cell, rendered):
    plain = charts.render(cell.chart, cell.values, (f"sparkVersion={cell.version}", "platform=kubernetes"))
    assert [(o["kind"], o["metadata"]["name"]) for o in plain.objects] == [(o["kind"], o["metadata"]["name"]) for o in rendered.objects]
