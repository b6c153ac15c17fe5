"""From statements to what is published: corroboration, coding, identity, trend, release. Nothing here fetches or parses pages."""
