"""The page for people who are named: how a name is taken back, what is never collected, how to report an error. docs/do-no-harm.md is the rule."""

from __future__ import annotations

from schemas.vocabulary import WITHHOLDING_REASONS
from warehouse.release.summary import Draft
from warehouse.site.frame import escaped, frame, said
from warehouse.site.markup import choice

PAGE = "do-no-harm.html"


def files(draft: Draft) -> dict[str, bytes]:
    """Path below `site/` -> bytes of the page."""
    reasons = "".join(
        f"<li><code>{escaped(reason)}</code> {choice('harm', reason)}</li>" for reason in WITHHOLDING_REASONS
    )
    body = f"""{said("harm_title", "h1")}
{said("harm_lead", "p", "lead")}
{said("harm_ask_title", "h2")}
{said("harm_ask", "p")}
{said("harm_where", "p")}
{said("harm_times", "p")}
{said("harm_reasons", "p")}
<ul class="prose">{reasons}</ul>
{said("harm_refused", "p")}
{said("harm_then_title", "h2")}
{said("harm_then", "p")}
{said("harm_never_title", "h2")}
{said("harm_never", "p")}
{said("harm_error_title", "h2")}
{said("harm_error", "p")}
{said("harm_users_title", "h2")}
{said("harm_users", "p")}"""
    return {PAGE: frame("Do no harm", body, page=PAGE, version=draft.version)}
