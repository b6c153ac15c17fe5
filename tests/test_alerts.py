"""Who is told of trouble, and that a dead address or mail server never hides it."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from pipelines.alerts import ALERTS_FILE, alert, message_of

FACTS = {"what": "check failed", "check": "no_capture_waits", "why": "river_prize/page: quarantined: 1 row lost\n…"}


class Log:
    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.errors: list[str] = []

    def warning(self, text: str) -> None:
        self.warnings.append(text)

    def error(self, text: str) -> None:
        self.errors.append(text)


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server that takes everything, without TLS."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        mails = self.mails = []  # type: ignore[var-annotated]

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"220 mailbox\r\n")
                while line := self.rfile.readline():
                    word = line[:4].upper()
                    if word == b"DATA":
                        self.wfile.write(b"354 go on\r\n")
                        body = b""
                        while (part := self.rfile.readline()) != b".\r\n":
                            body += part
                        mails.append(message_from_bytes(body, policy=policy.default))
                    self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 fine\r\n")
                    if word == b"QUIT":
                        return

        super().__init__(("127.0.0.1", 0), Handler)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.shutdown()


def told(home: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (home / ALERTS_FILE).read_text(encoding="utf-8").splitlines()]


def test_an_alert_is_mailed_where_the_environment_says(tmp_path: Path, mailbox: Mailbox) -> None:
    log = Log()
    server = f"smtp://127.0.0.1:{mailbox.server_address[1]}"
    alert(FACTS, log, tmp_path, {"HRD_AWARDS_ALERT_MAIL": "ops@example.org", "HRD_AWARDS_SMTP": server})
    [mail] = mailbox.mails
    assert (mail["To"], mail["Subject"]) == ("ops@example.org", "hrd-awards: check failed no_capture_waits")
    assert "river_prize/page: quarantined" in mail.get_content()
    assert log.errors == []
    assert told(tmp_path)[0]["check"] == "no_capture_waits"


@pytest.mark.parametrize("server", ["", "mail.example.org", "smtp://127.0.0.1:1", "smtp://me:secret@127.0.0.1:{port}"])
def test_a_mail_that_cannot_go_is_logged_and_stands_in_the_file(tmp_path: Path, mailbox: Mailbox, server: str) -> None:
    log = Log()
    server = server.format(port=mailbox.server_address[1])
    alert(FACTS, log, tmp_path, {"HRD_AWARDS_ALERT_MAIL": "ops@example.org", "HRD_AWARDS_SMTP": server})
    assert "could not be mailed" in log.errors[0]
    assert "secret" not in log.errors[0]
    assert len(told(tmp_path)) == 1
    assert mailbox.mails == []


def test_a_subject_is_one_short_line() -> None:
    message = message_of(FACTS | {"check": "a\r\nBcc: x@example.org " + "b" * 500}, "ops@example.org", "me@example.org")
    assert "\n" not in message["Subject"] and len(message["Subject"]) <= 120
    assert message["Bcc"] is None
