"""A small cache of texts over HTTP: PUT, GET and DELETE a key, and the oldest key goes when there are too many."""

import argparse
import collections
import http.server
import threading


class Store:
    """Texts by key. Reading a key makes it young again."""

    def __init__(self, limit):
        self._limit = limit
        self._lock = threading.Lock()
        self._texts = collections.OrderedDict()

    def put(self, key, text):
        with self._lock:
            self._texts[key] = text
            self._texts.move_to_end(key)
            while len(self._texts) > self._limit:
                self._texts.popitem(last=False)

    def get(self, key):
        with self._lock:
            if key in self._texts:
                self._texts.move_to_end(key)
            return self._texts.get(key)

    def delete(self, key):
        with self._lock:
            return self._texts.pop(key, None)


class Handler(http.server.BaseHTTPRequestHandler):
    """One request."""

    def do_PUT(self):
        length = int(self.headers.get("Content-Length", 0))
        self.server.store.put(self.path, self.rfile.read(length))
        self._answer(204)

    def do_GET(self):
        text = self.server.store.get(self.path)
        self._answer(404 if text is None else 200, text or b"")

    def do_DELETE(self):
        self._answer(404 if self.server.store.delete(self.path) is None else 204)

    def _answer(self, status, text=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        """Requests are not logged."""


def serve(port, limit):
    """A server that listens; port 0 takes a free one."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1" if port == 0 else "", port), Handler)
    server.store = Store(limit)
    return server


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--limit", type=int, default=1000)
    options = parser.parse_args()
    serve(options.port, options.limit).serve_forever()
