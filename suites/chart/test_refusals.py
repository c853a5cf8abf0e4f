"""Wrong values are refused before anything reaches a cluster, and the refusal names the key."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from kit import charts

WRONG = {
    "unknown-key": ("conect.enabled:=true", "conect"),
    "unknown-nested-key": ("connect.replica:=2", "replica"),
    "unknown-deep-key": ("gpu.rapids.enable:=true", "enable"),
    "string-for-boolean": ("gpu.enabled=yes", "gpu"),
    "string-for-number": ("executors.instances=two", "instances"),
    "number-for-string": ('sparkConf:={"spark.a": 1}', "spark.a"),
    "property-that-is-not-spark-s": ('sparkConf:={"hadoop.a": "1"}', "hadoop.a"),
    "property-with-a-second-line": ('sparkConf:={"spark.a": "1\\nspark.b 2"}', "spark.a"),
    "no-executors": ("executors.instances:=0", "instances"),
    "unknown-backend": ("connect.backend=yarn", "backend"),
    "unknown-platform": ("platform=windows", "platform"),
    "unknown-pull-policy": ("image.pullPolicy=Sometimes", "pullPolicy"),
    "short-digest": ("image.digest=sha256:abc", "digest"),
    "digest-without-algorithm": ("image.digest=" + "0" * 64, "digest"),
    "tag-with-a-space": ("image.tag=3.5 8", "tag"),
    "root": ("security.runAsUser:=0", "runAsUser"),
    "memory-without-unit": ("executors.memory=1", "memory"),
    "memory-in-kubernetes-units": ("connect.memory=1Gi", "memory"),
    "quantity-that-is-none": ("connect.resources.requests.cpu=lots", "cpu"),
    "secret-by-value": ('secretEnvironment:=[{"name": "A", "value": "hunter2"}]', "value"),
    "unknown-catalog-type": ("iceberg.type=glue", "type"),
    "catalog-that-hides-spark-s": ("iceberg.catalog=spark_catalog", "catalog"),
    "rest-catalog-without-address": ("iceberg.type=rest", "uri"),
    "warehouse-that-is-no-uri": ("iceberg.warehouse=/data", "warehouse"),
    "warehouse-with-a-quote": ("iceberg.warehouse=file:/a'b", "warehouse"),
    "package-without-version": ('packages:=["org.example:jar"]', "packages"),
    "no-api-server": ("networkPolicy.apiServer.cidrs:=[]", "cidrs"),
    "address-for-network": ('networkPolicy.apiServer.cidrs:=["10.0.0.1"]', "cidrs"),
    "peer-with-a-typo": ('networkPolicy.clients:=[{"podSelecter": {}}]', "podSelecter"),
    "peer-that-is-everyone": ("networkPolicy.clients:=[{}]", "clients"),
    "egress-to-anywhere": ('networkPolicy.extraEgress:=[{"ports": []}]', "extraEgress"),
    "port-that-is-none": ("networkPolicy.dns.port:=70000", "port"),
    "name-with-a-quote": ("fullnameOverride=a'b", "fullnameOverride"),
    "ingress-without-a-host": ("ingress.enabled:=true", "ingress.host"),
    "history-without-event-logs": ("historyServer.enabled:=true", "eventLog"),
    "standalone-backend-without-a-cluster": ("connect.backend=standalone", "standalone"),
}


@pytest.mark.parametrize("name", WRONG)
def test_it_is_refused_by_name(cell, name):
    assignment, key = WRONG[name]
    with pytest.raises(charts.Refused) as refusal:
        charts.render(cell.chart, (cell.baseline,), (assignment,))
    assert key in str(refusal.value), f"the refusal does not name {key}:\n{refusal.value}"


def test_the_other_line_s_version_is_refused(cell):
    other = {"3.5": "4.1.1", "4.1": "3.5.8"}[cell.line]
    with pytest.raises(charts.Refused, match="sparkVersion"):
        charts.render(cell.chart, (), (f"sparkVersion={other}",))


def test_connect_tokens_are_the_4_1_line_s_alone(cell):
    sets = ("connect.authentication.secret=token",)
    if cell.line == "4.1":
        environment = charts.render(cell.chart, (), sets).pod("connect").containers[0]["env"]
        assert "SPARK_CONNECT_AUTHENTICATE_TOKEN" in {variable["name"] for variable in environment}
    else:
        with pytest.raises(charts.Refused, match="authentication"):
            charts.render(cell.chart, (), sets)


@pytest.mark.parametrize("text", ["executor:\n  instances: 1\n", "executors:\n  instancs: 1\n", "executors: 3\n"])
def test_a_values_file_with_a_typo_is_refused(cell, tmp_path, text):
    typo = tmp_path / "typo-values.yaml"
    typo.write_text(text, encoding="utf-8")
    with pytest.raises(charts.Refused, match=r"executor|instancs"):
        charts.render(cell.chart, (typo,))


def test_a_values_file_that_is_missing_is_named(cell, tmp_path):
    with pytest.raises(charts.Refused, match=r"nowhere\.yaml"):
        charts.render(cell.chart, (tmp_path / "nowhere.yaml",))


def test_the_schema_is_what_refuses(cell, tmp_path):
    """Without its schema the chart would take the typo: the refusals above rest on that file."""
    naked = tmp_path / "chart"
    shutil.copytree(cell.chart, naked)
    (naked / "values.schema.json").unlink()
    assert charts.render(naked, (cell.baseline,), ("conect.enabled:=true",)).objects


def test_every_object_of_the_schema_is_closed(cell):
    """`additionalProperties` is said wherever keys are listed, so that no typo slips through a new section."""
    schema = json.loads((cell.chart / "values.schema.json").read_text(encoding="utf-8"))

    def visit(node, path):
        if isinstance(node, dict):
            conditional = re.search(r"\.(if|then|allOf)\b", path)
            if "properties" in node and node.get("type") == "object" and not conditional:
                yield from [] if node.get("additionalProperties") is False else [path]
            for key, value in node.items():
                yield from visit(value, f"{path}.{key}")
        elif isinstance(node, list):
            for index, value in enumerate(node):
                yield from visit(value, f"{path}.{index}")

    assert list(visit(schema, "")) == []
