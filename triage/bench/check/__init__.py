"""The check: what is wrong or doubtful in a rule file and in what stands beside it."""
