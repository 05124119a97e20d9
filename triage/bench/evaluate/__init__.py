"""Measure a rule file on real cases: the same `walk` and `assess` as the pages, fed with coded terms."""
