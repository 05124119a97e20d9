"""What a change of a rule file does: to the rules in words, to cases, and to the smallest response that it moves."""
