"""What is kept when someone asks for it to be kept: sealed bytes that only the holder of a code can read."""
