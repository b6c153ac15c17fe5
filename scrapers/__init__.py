"""From a public page to statements: captures, layouts, entries, places, names. Nothing here knows of recognitions."""
