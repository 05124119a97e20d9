"""Stories of people as a test set: packets for readers, their answers, and the tests that hold the rules to them."""
