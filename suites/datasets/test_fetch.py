"""suites/datasets/fetch against a server of its own: resume, records, corruption, a disk that is too small."""

from __future__ import annotations

import hashlib
import http.server
import importlib.machinery
import importlib.util
import json
import threading
from pathlib import Path

import pytest

BODY = bytes(range(256)) * 4096
PROGRAM = Path(__file__).with_name("fetch")
loader = importlib.machinery.SourceFileLoader("fetch", str(PROGRAM))
fetch = importlib.util.module_from_spec(importlib.util.spec_from_loader("fetch", loader))
loader.exec_module(fetch)


class Handler(http.server.BaseHTTPRequestHandler):
    cut = 0  # bytes after which the connection ends, once
    asked: list = []

    def do_GET(self):
        start = int(self.headers.get("Range", "bytes=0-")[6:].rstrip("-"))
        Handler.asked.append(start)
        if self.path != "/file":
            return self.send_error(404)
        if start >= len(BODY):
            return self.send_error(416)
        body = BODY[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        cut, Handler.cut = Handler.cut, 0
        self.wfile.write(body[:cut] if cut else body)

    def log_message(self, *_):
        pass


@pytest.fixture
def url():
    Handler.cut, Handler.asked = 0, []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/file"
        server.shutdown()


@pytest.fixture
def places(tmp_path):
    return tmp_path / "cache" / "file", tmp_path / "lock.json"


def test_the_first_fetch_records_size_and_sha256(url, places):
    fetch.fetch(url, *places)
    assert places[0].read_bytes() == BODY
    assert json.loads(places[1].read_text()) == {url: {"size": len(BODY), "sha256": hashlib.sha256(BODY).hexdigest()}}


def test_what_is_there_is_not_fetched_again(url, places):
    fetch.fetch(url, *places)
    fetch.fetch(url, *places)
    assert Handler.asked == [0]


def test_an_interrupted_fetch_goes_on_where_it_ended(url, places):
    Handler.cut = 300_000
    with pytest.raises((fetch.Refused, OSError, Exception), match=r"ended|Incomplete"):
        fetch.fetch(url, *places)
    assert not places[0].exists() and not places[1].exists()
    fetch.fetch(url, *places)
    assert places[0].read_bytes() == BODY and Handler.asked == [0, 300_000]


def test_a_corrupt_file_is_named(url, places):
    fetch.fetch(url, *places)
    places[0].write_bytes(BODY[:-1] + b"x")
    with pytest.raises(fetch.Refused, match=r"has sha256 .* remove"):
        fetch.fetch(url, *places)


def test_a_file_that_changed_at_its_source_is_refused(url, places):
    places[1].write_text(json.dumps({url: {"size": len(BODY), "sha256": "0" * 64}}))
    with pytest.raises(fetch.Refused, match="is recorded with 0000"):
        fetch.fetch(url, *places)
    assert not places[0].exists()


def test_a_disk_that_is_too_small_is_refused_before_the_first_byte(url, places, monkeypatch):
    monkeypatch.setattr(fetch.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 1 << 20}))
    with pytest.raises(fetch.Refused, match="1 MiB free"):
        fetch.fetch(url, *places)
    assert not places[0].exists()


def test_a_missing_file_is_an_error_not_a_page(url, places):
    with pytest.raises(fetch.Refused, match="HTTP 404"):
        fetch.fetch(url + "-gone", *places)
    assert not places[0].exists()
