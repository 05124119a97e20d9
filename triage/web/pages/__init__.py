"""The pages, a module for each audience and purpose."""
