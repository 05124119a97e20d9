"""Skeletons: what stands in a new question, finding, pattern or red flag until somebody has written it.

Each is complete, so that the rules still load: what must be named, names something that is there, with a comment.
"""

from __future__ import annotations

from collections.abc import Mapping

TO_WRITE = "FILL IN"
"""Where this stands, somebody has still to write; `check` warns of each line."""

QUESTION = """\
- id: {id}
  kind: many
  area: {area} # FILL IN: under which heading
  text: FILL IN the question, as it is said to a person
  help: FILL IN what helps to answer it
  why: FILL IN why it is asked
  # ask_when: {{{question}: [{option}]}} says when; skipped_means: no says that whoever is not asked has none of these
  options:
    - {{id: first, text: FILL IN what can be ticked, codes: []}}
"""
FINDING = """\
- id: {id}
  text: FILL IN the sign, in plain words
  term: FILL IN the word of experts
  when: {{{question}: [{option}]}} # FILL IN: by which answers it is there
  # group: a group, where another finding says much the same
  codes: []
  source: [{source}] # FILL IN: where it is described
"""
PATTERN = """\
- id: {id}
  text: FILL IN what is typical, in a few words
  picture: FILL IN the picture in a sentence or two
  typical_of: [FILL IN a disorder]
  for: {{{strength}: [{finding}]}} # FILL IN: what speaks for it
  against: {{}} # FILL IN: what speaks against it
  source: [{source}] # FILL IN: where it is described
"""
RED_FLAG = """\
- id: {id}
  text: FILL IN what is there, in plain words
  when: {{{asked}: [{first}]}} # FILL IN: by which answers; never `not`
  urgency: routine # FILL IN: emergency, same_day, soon or routine
  say: FILL IN what to do, and how soon
  because: FILL IN what may be behind it
  source: [{first_hand}] # FILL IN: a guideline, a health authority or a study
"""
SKELETONS: Mapping[str, tuple[str, str]] = {
    "question": ("questions", QUESTION),
    "finding": ("findings", FINDING),
    "pattern": ("patterns", PATTERN),
    "red-flag": ("red_flags", RED_FLAG),
}
"""What can be new: the list that it stands in, and how it looks at first."""
