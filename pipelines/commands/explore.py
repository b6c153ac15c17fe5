"""`hrd-awards explore`: the site of the latest release in a browser, served to this machine alone."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click

from pipelines.commands.options import HOME, Failed

LOOPBACK = "127.0.0.1"
NAMES = (LOOPBACK, "localhost")


@click.command(epilog="Example: hrd-awards explore --port 8765")
@HOME
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes any that is free."
)
def command(home: Path, port: int) -> None:
    """Serve the site of the latest release on this machine until Ctrl-C; pages opened from disk do all of it but SQL."""
    release = home / "releases" / "latest"
    if not (release / "site" / "index.html").exists():
        raise Failed(
            f"{release}: there is no release with a site yet; `hrd-awards build` (or `make dataset`) makes one"
        )
    try:
        server = site_server(release, port)
    except OSError as error:
        raise Failed(f"port {port}: {error.strerror}; choose another with --port, or --port 0 for any") from error
    click.echo(f"http://{LOOPBACK}:{server.server_address[1]}/site/index.html   (Ctrl-C ends it)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo()
    finally:
        server.server_close()


def site_server(release: Path, port: int) -> ThreadingHTTPServer:
    """A server of the directory `release` on the loopback address, not yet serving; OSError when the port is taken."""
    # Resolved for each request: a build may put another release in the place of the link meanwhile.
    server = ThreadingHTTPServer((LOOPBACK, port), partial(_Handler, directory=str(release)))
    server.daemon_threads = True
    return server


class _Handler(SimpleHTTPRequestHandler):
    """Files of the release, to whoever asks for this machine by its own name."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".wasm": "application/wasm",
        ".parquet": "application/vnd.apache.parquet",
        ".duckdb": "application/octet-stream",
    }

    def send_head(self):
        host = self.headers.get("Host", "").rsplit(":", 1)[0]
        # Another site may point its own name to this address and read what is served: it asks under that name.
        if host not in NAMES:
            self.send_error(421, f"ask for {LOOPBACK}")
            return None
        if self.path == "/":
            self.send_response(302)
            self.send_header("Location", "/site/index.html")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        return super().send_head()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def list_directory(self, path):
        self.send_error(404, "no such page")

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the terminal belongs to the person."""
