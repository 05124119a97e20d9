"""Rule files: YAML to a Questionnaire, every fault with its line; what the site needs to load one, and no more."""
