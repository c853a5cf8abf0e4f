"""Servers on loopback for tests of TLS and of proxies: Python's own `ssl`, and certificates made by openssl.

python gateway.py FOLDER [OPTION...]     options: refuse (the proxy refuses), user=USER:PASSWORD (who the proxy lets through)

The first line on standard output names the ports: `good`, `wrong` (a certificate of another host), `expired`, and `proxy`,
a proxy that knows `CONNECT` alone. Each server is an API that takes whatever it is sent; through the proxy, every host is
`good`. Then there is a line for each thing that was asked. It ends when standard input does.
"""

import base64
import json
import socket
import ssl
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

folder, options = Path(sys.argv[1]), sys.argv[2:]
users = [option.partition("=")[2] for option in options if option.startswith("user=")]
lock = threading.Lock()


def say(value):
    with lock:
        print(json.dumps(value), flush=True)


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def make_authority():
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl("req", "-x509", *key, "-days", "2", "-subj", "/CN=an authority of tests", "-keyout", "ca.key", "-out", "ca.pem",
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
    (folder / "index.txt").touch()
    (folder / "ca.conf").write_text(
        "[ca]\ndefault_ca=a\n[a]\ndatabase=index.txt\nrand_serial=yes\nnew_certs_dir=.\ncertificate=ca.pem\nprivate_key=ca.key\n"
        "default_md=sha256\ndefault_days=2\npolicy=p\nunique_subject=no\ncopy_extensions=copy\n[p]\ncommonName=supplied\n")


def context(name, hosts, *dates):
    names = ",".join(f"DNS:{host}" for host in hosts)
    openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={hosts[0]}",
            "-addext", f"subjectAltName={names}", "-addext", "basicConstraints=critical,CA:FALSE",
            "-keyout", f"{name}.key", "-out", f"{name}.csr")
    openssl("ca", "-batch", "-notext", "-config", "ca.conf", "-in", f"{name}.csr", "-out", f"{name}.pem", *dates)
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    return made


class Api(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        say({"server": self.server.name, "path": self.path, "host": self.headers["host"],
             "authorization": self.headers["authorization"], "body": body})
        is_slack = self.path.startswith("/services/")
        text = b"ok" if is_slack else b"{}"
        self.send_response(200 if is_slack else 201)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


class Proxy(BaseHTTPRequestHandler):
    def do_CONNECT(self):
        given = self.headers["proxy-authorization"]
        say({"server": "proxy", "path": self.path, "authorization": self.headers["authorization"], "given": given})
        if "refuse" in options:
            return self.send_error(403, "this host is not on the list")
        wanted = ["Basic " + base64.b64encode(user.encode()).decode() for user in users]
        if wanted and given not in wanted:
            return self.send_error(407)
        self.send_response(200)
        self.end_headers()
        there = socket.create_connection(("127.0.0.1", ports["good"]))
        back = threading.Thread(target=pump, args=(there, self.connection))
        back.start()
        pump(self.connection, there)
        back.join()
        self.close_connection = True

    def log_message(self, *_):
        pass


def pump(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        # A client that does not trust the certificate hangs up: that is what is tested.
        pass


def serve(name, handler, tls=None):
    server = Server(("127.0.0.1", 0), handler)
    server.name = name
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


make_authority()
ports = {
    "good": serve("good", Api, context("good", ["localhost", "api.github.test", "hooks.slack.test"])),
    "wrong": serve("wrong", Api, context("wrong", ["another.test"])),
    "expired": serve("expired", Api, context("expired", ["localhost"], "-startdate", "20200101000000Z", "-enddate", "20200201000000Z")),
    "proxy": serve("proxy", Proxy),
}
say(ports)
sys.stdin.read()
