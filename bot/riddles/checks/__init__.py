"""One property a check, each with a reason a person can read."""
