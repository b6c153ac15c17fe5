"""Deposits a verified release at Zenodo (or its sandbox) as a new version of one record; off unless asked for, the token comes from the environment."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import Any

from schemas import dataset
from warehouse.release.store import CHECKSUMS, MANIFEST, ReleaseError, read_manifest
from warehouse.release.verify import verify

SANDBOX = "https://sandbox.zenodo.org"
TOKEN_VARIABLE = "ZENODO_TOKEN"
BESIDE = ("README.md", CHECKSUMS, MANIFEST)
"""Files that are deposited beside the archive, so that they can be read without unpacking it."""
SECONDS = 60


def deposit(release: Path, address: str = SANDBOX, record: str | None = None, publish: bool = False) -> str:
    """Deposits the release in directory `release`; returns the address of the draft, or the DOI when `publish` is true.

    `record` is the deposition whose next version this is; without it a new record is made. A draft stays private until it is
    published, there or with `publish`. Raises ReleaseError when the release does not verify, no token is set, or Zenodo refuses.
    """
    import requests

    token = os.environ.get(TOKEN_VARIABLE)
    if not token:
        raise ReleaseError(f"no token: set {TOKEN_VARIABLE} in the environment (a personal token with deposit:write)")
    problems = verify(release)
    if problems:
        raise ReleaseError(f"{release} does not verify, so it is not deposited: {'; '.join(map(str, problems[:3]))}")
    manifest = read_manifest(release)
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {token}"
        base = f"{address.rstrip('/')}/api/deposit/depositions"
        if record:
            newer = _sent(session.post(f"{base}/{record}/actions/newversion", timeout=SECONDS))
            draft = _sent(session.get(newer["links"]["latest_draft"], timeout=SECONDS))
            for file in draft.get("files", []):
                _sent(session.delete(f"{base}/{draft['id']}/files/{file['id']}", timeout=SECONDS))
        else:
            draft = _sent(session.post(base, json={}, timeout=SECONDS))
        bucket = draft["links"]["bucket"]
        name = f"{dataset.NAME}-{manifest.version}.zip"
        _sent(session.put(f"{bucket}/{name}", data=archive_bytes(release), timeout=10 * SECONDS))
        for path in BESIDE:
            _sent(session.put(f"{bucket}/{path}", data=(release / path).read_bytes(), timeout=SECONDS))
        described = {"metadata": deposit_metadata(manifest.version, manifest.as_of.isoformat())}
        _sent(session.put(f"{base}/{draft['id']}", json=described, timeout=SECONDS))
        if not publish:
            return str(draft["links"]["html"])
        return str(_sent(session.post(f"{base}/{draft['id']}/actions/publish", timeout=SECONDS))["doi"])


def deposit_metadata(version: str, published_on: str) -> dict[str, Any]:
    """The description of release `version` in the words of Zenodo's deposit interface."""
    return {
        "upload_type": "dataset",
        "title": dataset.TITLE,
        "description": f"<p>{dataset.DESCRIPTION}</p><p>{dataset.HONESTY}</p>",
        "creators": [{"name": dataset.CREATOR}],
        "access_right": "open",
        "license": "cc-zero",
        "version": version,
        "publication_date": published_on,
        "keywords": list(dataset.KEYWORDS),
        "language": "eng",
    }


def archive_bytes(release: Path) -> bytes:
    """All files of a release as one .zip; equal releases give equal bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(path for path in release.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(release).as_posix())
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    return target.getvalue()


def _sent(answer: Any) -> Any:
    if not answer.ok:
        raise ReleaseError(
            f"Zenodo refused {answer.request.method} {answer.url}: {answer.status_code} {answer.text[:300]}"
        )
    return answer.json() if answer.content else {}
