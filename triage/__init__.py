"""The symptom guide: answers in, matching categories and what to do out."""
