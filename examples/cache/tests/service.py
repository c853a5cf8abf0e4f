"""The cache as a client sees it."""

import os
import threading
import unittest
import urllib.error
import urllib.request

import report
import cache

LIMIT = int(os.environ.get("CACHE_LIMIT", "3"))


class Service(unittest.TestCase):
    def setUp(self):
        self.server = cache.serve(0, LIMIT)
        self.addCleanup(self.server.server_close)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.addCleanup(self.server.shutdown)

    def ask(self, method, key, text=None):
        address = f"http://127.0.0.1:{self.server.server_port}/{key}"
        request = urllib.request.Request(address, data=text, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            error.close()
            return error.code, b""

    def test_what_is_put_is_read(self):
        self.assertEqual(self.ask("PUT", "a", b"text")[0], 204)
        self.assertEqual(self.ask("GET", "a"), (200, b"text"))

    def test_what_is_not_there_is_told(self):
        self.assertEqual(self.ask("GET", "a")[0], 404)
        self.assertEqual(self.ask("DELETE", "a")[0], 404)

    def test_what_is_deleted_is_gone(self):
        self.ask("PUT", "a", b"text")
        self.assertEqual(self.ask("DELETE", "a")[0], 204)
        self.assertEqual(self.ask("GET", "a")[0], 404)

    def test_the_oldest_goes_first(self):
        for number in range(LIMIT):
            self.ask("PUT", f"k{number}", b"x")
        self.ask("GET", "k0")
        self.ask("PUT", "new", b"x")
        self.assertEqual(self.ask("GET", "k0")[0], 200)
        self.assertEqual(self.ask("GET", "k1")[0], 404)


report.run(Service)
