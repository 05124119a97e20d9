"""Pure thought: no input or output, no clock, no framework, no globals, no third-party import."""
