"""The preview: a draft of the rules as pages, for whoever is writing it."""
