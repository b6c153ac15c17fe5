"""Takes a name back from every place it stands in, and keeps it from coming back; what is published otherwise is decided elsewhere."""
