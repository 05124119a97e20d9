"""Drafts of the rules: made apart from what is live, and put in its place when they are sound."""
