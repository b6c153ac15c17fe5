"""The versioned, immutable set of published files: how it is written, compared, described and verified; tables are made elsewhere."""
