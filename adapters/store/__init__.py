"""Editions and rounds over one Redis connection."""
