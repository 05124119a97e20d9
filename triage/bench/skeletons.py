"""Skeletons: what stands in a new question, finding, pattern or red flag until somebody has written it."""

from __future__ import annotations

TO_WRITE = "FILL IN"
"""A text that starts with this is still to be written; `check` warns of it."""
