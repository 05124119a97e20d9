"""The worked cases: run, and what of a rule file they touch."""
