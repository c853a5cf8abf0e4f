"""The driver may run executors in its own namespace; nobody else may do anything."""

from __future__ import annotations

import pytest

from kit import access, charts

DRIVER = {
    ("", "pods"): {"create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"},
    ("", "configmaps"): {"create", "delete", "deletecollection", "get", "list"},
}


def test_the_driver_s_rights_are_exactly_these(rendered):
    assert access.grants(access.rules_of(rendered, "spark-driver")) == DRIVER


def test_rules_name_neither_wildcards_nor_urls(rendered):
    for role in rendered.of("Role"):
        for rule in role["rules"]:
            assert rule.keys() == {"apiGroups", "resources", "verbs"}
            assert "*" not in rule["apiGroups"] + rule["resources"] + rule["verbs"]


def test_executors_and_the_standalone_cluster_may_do_nothing(rendered):
    assert access.rules_of(rendered, "spark-nobody") == []
    for pod in rendered.pods():
        expected = "spark-driver" if pod.component in ("connect", "test") else "spark-nobody"
        assert pod.spec["serviceAccountName"] == expected, pod.owner
        assert pod.spec["automountServiceAccountToken"] == (expected == "spark-driver"), pod.owner


def test_the_accounts_are_the_named_ones(rendered):
    assert rendered.names("ServiceAccount") == ["spark-driver", "spark-nobody"]
    for account in rendered.of("ServiceAccount"):
        assert account["automountServiceAccountToken"] is False


def test_nothing_is_granted_outside_the_namespace(rendered):
    assert rendered.of("ClusterRole") == [] and rendered.of("ClusterRoleBinding") == []
    (binding,) = rendered.of("RoleBinding")
    assert binding["metadata"]["namespace"] == charts.NAMESPACE
    assert binding["roleRef"] == {
        "apiGroup": "rbac.authorization.k8s.io",
        "kind": "Role",
        "name": "pipewright-spark-server",
    }
    assert binding["subjects"] == [{"kind": "ServiceAccount", "name": "spark-driver", "namespace": charts.NAMESPACE}]


@pytest.mark.parametrize("switch", ["rbac.create:=false", "connect.backend=standalone"])
def test_no_role_where_none_is_needed(cell, switch):
    rendered = charts.render(cell.chart, cell.values, (switch,))
    assert rendered.of("Role") == [] and rendered.of("RoleBinding") == []


def test_accounts_that_exist_are_used_not_created(cell):
    sets = ("serviceAccounts.server.create:=false", "serviceAccounts.executor.create:=false")
    rendered = charts.render(cell.chart, cell.values, sets)
    assert rendered.of("ServiceAccount") == []
    assert rendered.pod("connect").spec["serviceAccountName"] == "spark-driver"


def test_secrets_reach_pods_by_reference(rendered):
    for pod in rendered.pods():
        for container in pod.containers:
            (variable,) = [v for v in container["env"] if v["name"] == "WAREHOUSE_TOKEN"]
            assert variable["valueFrom"] == {"secretKeyRef": {"name": "warehouse", "key": "token"}}, pod.owner
    assert not [verbs for (_, resource), verbs in DRIVER.items() if resource == "secrets"]
