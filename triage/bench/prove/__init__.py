"""Proving: what holds for every response to a rule file, and a patient for everything that can happen."""
