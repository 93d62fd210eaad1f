"""Processes that run until they are told to stop."""
