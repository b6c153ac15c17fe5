"""When and in what order: the Dagster definitions and the command line. Nothing here computes a published value."""
