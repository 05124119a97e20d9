"""The summary for the doctor: what leaves the guide on paper or as text."""
