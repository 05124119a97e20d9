"""What nobody means well with: generated requests that break every habit of a browser."""
