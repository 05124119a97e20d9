"""Pages, by audience: the questionnaire, the result, learning."""
