"""Who is told when something goes wrong: a file in the home, an address that takes JSON, a mailbox. What went wrong is told in `automation`."""

from __future__ import annotations

import json
import os
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pipelines.resources import home_folder

ALERTS_FILE = "alerts.jsonl"
ALERT_URL, ALERT_MAIL, SMTP = "HRD_AWARDS_ALERT_URL", "HRD_AWARDS_ALERT_MAIL", "HRD_AWARDS_SMTP"
"""Environment: where alerts are posted to, whom they are mailed to, and through which server (smtps:// or smtp://)."""
SECONDS = 10
LONGEST_SUBJECT = 120
HERE = "localhost"
"""How this machine greets a mail server: to look its name up may take longer than to send the mail."""


def alert(
    facts: dict[str, Any], log: Any, home: Path | None = None, environment: Mapping[str, str] = os.environ
) -> None:
    """Writes `facts` as a line of alerts.jsonl in the home, and posts and mails them where the environment says.

    An address or a mail server that does not answer is logged: the line stands in the file all the same.
    """
    line = json.dumps({"at": datetime.now(UTC).isoformat(timespec="seconds"), **facts}, ensure_ascii=False)
    file = (home or home_folder()) / ALERTS_FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as alerts:
        alerts.write(line + "\n")
    log.warning(line)
    if url := environment.get(ALERT_URL):
        import requests

        try:
            requests.post(
                url, data=line.encode(), headers={"Content-Type": "application/json"}, timeout=SECONDS
            ).raise_for_status()
        except requests.RequestException as error:
            log.error(f"{ALERT_URL}: the alert could not be posted ({error}); it is in {file}")
    if to := environment.get(ALERT_MAIL):
        try:
            _mail(message_of(facts, to, environment.get("HRD_AWARDS_CONTACT") or to), environment.get(SMTP) or "")
        except (OSError, ValueError) as error:
            log.error(f"{ALERT_MAIL}: the alert could not be mailed ({error}); it is in {file}")


def message_of(facts: Mapping[str, Any], to: str, sender: str) -> EmailMessage:
    """The alert as a mail: what and where as its subject, every fact as a line."""
    where = next((str(facts[name]) for name in ("check", "job", "asset") if facts.get(name)), "")
    message = EmailMessage()
    message["Subject"] = " ".join(f"hrd-awards: {facts.get('what', 'alert')} {where}".split())[:LONGEST_SUBJECT]
    message["From"] = sender if "@" in sender else to.split(",", maxsplit=1)[0].strip()
    message["To"] = to
    message.set_content("\n".join(f"{name}: {value}" for name, value in facts.items()) + "\n")
    return message


def _mail(message: EmailMessage, server: str) -> None:
    """Hands the mail to `server`, over TLS where it has it; OSError (of which smtplib's errors are) or ValueError when it does not go."""
    import smtplib

    parts = urlsplit(server)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError(f"{SMTP} is to name the mail server, as smtps://user:password@mail.example.org")
    context = ssl.create_default_context()
    connection: smtplib.SMTP
    if parts.scheme == "smtps":
        connection = smtplib.SMTP_SSL(parts.hostname, parts.port or 465, HERE, timeout=SECONDS, context=context)
    else:
        connection = smtplib.SMTP(parts.hostname, parts.port or 587, HERE, timeout=SECONDS)
    with connection:
        connection.ehlo()
        if parts.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls(context=context)
        elif parts.scheme == "smtp" and parts.username:
            raise ValueError(f"{parts.hostname} offers no TLS, and a password is not sent without it: use smtps://")
        if parts.username:
            connection.login(unquote(parts.username), unquote(parts.password or ""))
        connection.send_message(message)
