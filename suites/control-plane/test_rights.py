"""What the chart's service accounts may do, asked of a real authorizer: every verb of every resource that matters."""

from __future__ import annotations

import itertools

import pytest

from kit import cluster

VERBS = ("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch")
RESOURCES = (
    ("", "pods", ""), ("", "pods", "log"), ("", "pods", "exec"), ("", "configmaps", ""), ("", "secrets", ""), ("", "services", ""),
    ("", "persistentvolumeclaims", ""), ("", "serviceaccounts", ""), ("", "serviceaccounts", "token"), ("", "nodes", ""),
    ("", "namespaces", ""),
    ("apps", "deployments", ""), ("apps", "statefulsets", ""), ("batch", "jobs", ""),
    ("rbac.authorization.k8s.io", "roles", ""), ("rbac.authorization.k8s.io", "rolebindings", ""),
    ("rbac.authorization.k8s.io", "clusterroles", ""), ("networking.k8s.io", "networkpolicies", ""),
)  # fmt: skip
DRIVER = {("pods", verb) for verb in VERBS} | {("configmaps", verb) for verb in ("create", "delete", "deletecollection", "get", "list")}


@pytest.fixture(scope="session", autouse=True)
def _granted(rendered):
    cluster.apply([item for item in rendered.objects if item["kind"] in ("ServiceAccount", "Role", "RoleBinding")])


def allowed(account: str, namespace: str) -> set[tuple[str, str]]:
    """(resource, verb) that a service account of the leased namespace may do in `namespace`."""
    questions = list(itertools.product(RESOURCES, VERBS))
    reviews = [
        {
            "apiVersion": "authorization.k8s.io/v1",
            "kind": "SubjectAccessReview",
            "spec": {
                "user": f"system:serviceaccount:{cluster.namespace()}:{account}",
                "groups": ["system:serviceaccounts", f"system:serviceaccounts:{cluster.namespace()}", "system:authenticated"],
                "resourceAttributes": {"namespace": namespace, "verb": verb, "group": group, "resource": resource, "subresource": sub},
            },
        }
        for (group, resource, sub), verb in questions
    ]
    answers = cluster.objects(cluster.kubectl("create", "--output=json", "--filename=-", manifests=reviews))
    assert len(answers) == len(questions)
    found = set()
    for answer in answers:
        asked = answer["spec"]["resourceAttributes"]
        if answer["status"]["allowed"]:
            found.add(("/".join(part for part in (asked["resource"], asked.get("subresource")) if part), asked["verb"]))
    return found


def test_the_driver_may_do_exactly_this(rendered):
    assert allowed("spark-driver", cluster.namespace()) == DRIVER


@pytest.mark.parametrize("namespace", ["default", "kube-system"])
def test_the_driver_may_do_nothing_elsewhere(namespace):
    assert allowed("spark-driver", namespace) == set()


def test_executors_may_do_nothing():
    assert allowed("spark-nobody", cluster.namespace()) == set()


def test_an_account_s_own_token_gets_the_same_answers():
    """Not an impersonation: a token of the account, as its pod would hold it."""
    token = cluster.kubectl("create", "token", "spark-driver", "--duration=10m").strip()
    server = cluster.kubectl("config", "view", "--minify", "--raw", "--output=jsonpath={.clusters[0].cluster.server}")
    assert server.startswith("https://")
    # A client certificate would win over the token, so the token is sent by a user of its own.
    cluster.kubectl("config", "set-credentials", "driver", f"--token={token}")
    try:
        assert cluster.kubectl("--user=driver", "get", "pods", "--output=name") == ""
        with pytest.raises(cluster.Denied, match="secrets is forbidden"):
            cluster.kubectl("--user=driver", "get", "secrets")
    finally:
        cluster.kubectl("config", "delete-user", "driver")
