"""What every table must look like and the words it may use: the one definition that checks, DDL, metadata and docs are made from."""
