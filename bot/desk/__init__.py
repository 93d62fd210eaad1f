"""What people ask for on a platform, answered as cards that every platform can show."""
