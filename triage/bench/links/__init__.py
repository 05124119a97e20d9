"""Links: whether the pages that the rules and their links name are still there."""
