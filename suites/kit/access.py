"""Answers "may this service account do that?" from Roles and bindings, as the RBAC authorizer does."""

from __future__ import annotations

from kit.charts import Rendered


def rules_of(rendered: Rendered, account: str) -> list[dict]:
    """The rules that every binding of the release gives to a service account of its namespace."""
    rules = []
    for binding in [*rendered.of("RoleBinding"), *rendered.of("ClusterRoleBinding")]:
        for subject in binding.get("subjects", []):
            if subject["kind"] == "ServiceAccount" and subject["name"] == account:
                role = binding["roleRef"]
                (found,) = [item for item in rendered.of(role["kind"]) if item["metadata"]["name"] == role["name"]]
                rules += found["rules"]
    return rules


def grants(rules: list[dict]) -> dict[tuple[str, str], set[str]]:
    """(group, resource) -> verbs."""
    table: dict[tuple[str, str], set[str]] = {}
    for rule in rules:
        for group in rule.get("apiGroups", []):
            for resource in rule.get("resources", []):
                table.setdefault((group, resource), set()).update(rule["verbs"])
    return table
