"""Other ways to read the same pages. Each runs in its own process, most of them without this project's libraries."""
