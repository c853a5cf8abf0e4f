"""A Connect server, started with the command and the properties that the chart renders, and a remote client."""

from __future__ import annotations

import uuid

import pytest

from kit import charts
from kit import spark as sparks

TOKEN = "a-token-of-this-test"


@pytest.fixture(scope="session")
def rendered(cell):
    return charts.render(cell.chart, cell.values, (f"sparkVersion={cell.version}",))


def command(cell, rendered, scratch, port, ui) -> list[str]:
    """The chart's own arguments and properties; what only a cluster has is replaced."""
    (container,) = rendered.pod("connect").containers
    program, *arguments = container["args"]
    assert program == "/opt/spark/bin/spark-submit"
    arguments = arguments[: arguments.index("--conf")]
    properties = {
        key: value
        for key, value in rendered.properties().items()
        if not key.startswith(("spark.kubernetes.", "spark.cores.", "spark.jars.", "spark.executor.", "spark.driver.port"))
        and not key.endswith("blockManager.port")
    }
    properties |= sparks.local(scratch)
    properties |= {
        "spark.connect.grpc.binding.port": str(port),
        "spark.connect.grpc.binding.address": sparks.HERE,
        "spark.ui.enabled": "true",
        "spark.ui.port": str(ui),
        "spark.metrics.conf": str(scratch / "metrics.properties"),
    }
    (scratch / "metrics.properties").write_text(rendered.configuration()["metrics.properties"], encoding="utf-8")
    jars = sparks.jars("connect", cell.version)
    return [
        str(sparks.HOME / "bin" / "spark-submit"),
        *arguments,
        *sparks.configuration(properties),
        *(["--jars", ",".join(jars)] if jars else []),
    ]


@pytest.fixture(scope="session")
def server(cell, rendered, scratch):
    port, ui = sparks.free_port(), sparks.free_port()
    with sparks.running("connect-server", cell.output, command(cell, rendered, scratch, port, ui), lambda: sparks.listens(port)):
        yield port, ui


@pytest.fixture(scope="session")
def client(server):
    from pyspark.sql import SparkSession

    session = SparkSession.builder.remote(f"sc://{sparks.HERE}:{server[0]}").create()
    yield session
    session.stop()


def test_the_server_is_the_cell_s_version(cell, client):
    assert client.version == cell.version
    assert type(client).__module__.startswith("pyspark.sql.connect")


def test_a_query_comes_back(client):
    rows = client.range(100).selectExpr("id % 3 AS k", "id AS v").groupBy("k").sum("v").orderBy("k").collect()
    assert [tuple(row) for row in rows] == [(0, 1683), (1, 1617), (2, 1650)]


def test_local_data_goes_there_and_back(client):
    data = [(1, "zürich", None), (2, "", 2.5), (3, "a'b\"c\n", -0.0)]
    frame = client.createDataFrame(data, "id int, name string, x double")
    assert [tuple(row) for row in frame.orderBy("id").collect()] == data
    assert frame.toPandas()["name"].tolist() == ["zürich", "", "a'b\"c\n"]


def test_an_error_reaches_the_client_and_the_session_lives_on(client):
    from pyspark.errors import AnalysisException

    with pytest.raises(AnalysisException, match="TABLE_OR_VIEW_NOT_FOUND"):
        client.sql("SELECT * FROM nowhere").collect()
    assert client.sql("SELECT 1").first()[0] == 1


def test_python_functions_run_on_the_server(client):
    from pyspark.sql.functions import udf

    double = udf(lambda value: value * 2, "bigint")
    assert [row[0] for row in client.range(3).select(double("id")).collect()] == [0, 2, 4]


def test_sessions_do_not_see_each_other(client, server):
    from pyspark.errors import AnalysisException
    from pyspark.sql import SparkSession

    client.range(1).createOrReplaceTempView("mine")
    other = SparkSession.builder.remote(f"sc://{sparks.HERE}:{server[0]}/;user_id=other").create()
    with pytest.raises(AnalysisException):
        other.sql("SELECT * FROM mine").collect()
    assert client.sql("SELECT count(*) FROM mine").first()[0] == 1


def test_metrics_are_served_where_the_chart_says(rendered, server):
    path = rendered.pod("connect").annotations["prometheus.io/path"]
    text = sparks.fetch(server[1], path)
    prefix = "metrics_" + rendered.properties()["spark.metrics.namespace"].replace("-", "_")
    assert [line for line in text.splitlines() if line.startswith(prefix)], text[:500]


def test_a_client_without_the_token_is_turned_away(cell, rendered, scratch, tmp_path):
    """The chart's `connect.authentication` gives the server this variable; Spark has it since 4.0."""
    if cell.line == "3.5":
        assert "SPARK_CONNECT_AUTHENTICATE_TOKEN" not in rendered.text
        return
    port = sparks.free_port()
    with sparks.running(
        "connect-server-with-token",
        cell.output,
        command(cell, rendered, tmp_path, port, sparks.free_port()),
        lambda: sparks.listens(port),
        SPARK_CONNECT_AUTHENTICATE_TOKEN=TOKEN,
    ):
        assert answer(port, f"Bearer {TOKEN}") == "OK"
        assert answer(port, "Bearer guess") == "UNAUTHENTICATED"
        assert answer(port, None) == "UNAUTHENTICATED"


def answer(port: int, authorization: str | None) -> str:
    """The status of one bare call: the library's own client would retry a refusal for minutes."""
    import grpc
    from pyspark.sql.connect.proto import AnalyzePlanRequest
    from pyspark.sql.connect.proto.base_pb2_grpc import SparkConnectServiceStub

    request = AnalyzePlanRequest(session_id=str(uuid.uuid4()), spark_version=AnalyzePlanRequest.SparkVersion())
    with grpc.insecure_channel(f"{sparks.HERE}:{port}") as channel:
        try:
            metadata = [("authorization", authorization)] if authorization else []
            SparkConnectServiceStub(channel).AnalyzePlan(request, metadata=metadata, timeout=30)
        except grpc.RpcError as refusal:
            return refusal.code().name
    return "OK"
