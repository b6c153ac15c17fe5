"""Tests of hrd-awards; run them with `make test`."""
