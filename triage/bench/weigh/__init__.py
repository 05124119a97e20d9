"""Weigh: how much each finding of a pattern should count, measured on coded cases."""
