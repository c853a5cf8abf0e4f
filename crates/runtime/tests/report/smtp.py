"""A mail server on loopback: aiosmtpd, which is not ours, with STARTTLS and AUTH. Each mail that it takes is printed as a
line of JSON, parsed by Python's own reader of mail. The first line names the port. It ends when standard input does.

python smtp.py FOLDER OPTION...     options: plain (offer no STARTTLS), stripped (offer none, but ask for a password),
                                    wrong (a certificate of another host), expired, refuse=ADDRESS, late (refuse the data),
                                    password=WORD (instead of right-password)
"""

import asyncio
import email
import email.policy
import json
import ssl
import subprocess
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult

folder, options = Path(sys.argv[1]), sys.argv[2:]
refused = {option.partition("=")[2] for option in options if option.startswith("refuse=")}
password = next((option.partition("=")[2] for option in options if option.startswith("password=")), "right-password")


def say(value):
    print(json.dumps(value), flush=True)


class Box:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address in refused:
            return f"550 5.1.1 <{address}> is unknown here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if "late" in options:
            return "554 5.7.1 this looks like spam"
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        part = lambda kind: body.get_content() if (body := mail.get_body((kind,))) else None
        lines = envelope.content.split(b"\r\n")
        say({
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None,
            "names": [name.lower() for name in mail.keys()], "subject": mail["subject"], "header_to": mail["to"],
            "plain": part("plain"), "html": part("html"), "longest": max(map(len, lines)),
            "stray": any(b"\n" in line or b"\r" in line for line in lines),
            "defects": [str(defect) for each in mail.walk() for defect in each.defects],
        })
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    if session.ssl is None:
        say({"password_in_the_clear": True})
    is_right = (data.login, data.password) == (b"bot@team.example", password.encode())
    return AuthResult(success=is_right, handled=False)


def context():
    key, request, certificate = (folder / name for name in ("key.pem", "request.pem", "certificate.pem"))
    host = "another.test" if "wrong" in options else "localhost"
    openssl = lambda *rest: subprocess.run(["openssl", *rest], check=True, capture_output=True, cwd=folder)
    names = ["-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}", "-addext", "basicConstraints=critical,CA:FALSE"]
    openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", *names, "-keyout", key, "-out", request)
    (folder / "index.txt").touch()
    (folder / "ca.conf").write_text("[ca]\ndefault_ca=a\n[a]\ndatabase=index.txt\nrand_serial=yes\nnew_certs_dir=.\ndefault_md=sha256\n"
                                    "policy=p\ncopy_extensions=copy\n[p]\ncommonName=supplied\n")
    until = "20200201000000Z" if "expired" in options else "20991231000000Z"
    openssl("ca", "-batch", "-notext", "-selfsign", "-config", "ca.conf", "-keyfile", key, "-in", request, "-out", certificate,
            "-startdate", "20200101000000Z", "-enddate", until)
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.load_cert_chain(certificate, key)
    return made


def conversation():
    if "plain" in options:
        return SMTP(Box(), hostname="localhost", enable_SMTPUTF8=True)
    if "stripped" in options:
        return SMTP(Box(), hostname="localhost", auth_required=True, auth_require_tls=False, authenticator=authenticate)
    return SMTP(Box(), hostname="localhost", tls_context=tls, require_starttls=True, auth_required=True,
                auth_require_tls=True, authenticator=authenticate, enable_SMTPUTF8=True)


async def serve():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(conversation, "127.0.0.1", 0)
    say({"port": server.sockets[0].getsockname()[1]})
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


tls = context()
asyncio.run(serve())
