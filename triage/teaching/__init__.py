"""What a lesson works out from the rules and the worked cases: pure thought, as `core` is."""
