"""The maintainer's bench: read, check and build a rule file."""
