"""The bench, for maintainers: check, try, prove, compare and measure a rule file. The site imports nothing of it."""
