"""Real servers under hardship: killed, locked out of their store, on a full disk; nothing acknowledged may be lost."""
