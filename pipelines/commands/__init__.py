"""One module per command of `hrd-awards`; each is imported only when it is called. Shared options are in `options`."""
