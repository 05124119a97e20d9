"""The teaching wing: its first page, made-up people, and what is shown, printed and practised with worked cases."""
