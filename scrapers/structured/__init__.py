"""Sources that answer questions instead of showing pages: how they are asked and what their answers say. Nothing is fetched here."""
