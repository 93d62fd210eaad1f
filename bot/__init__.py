"""What the program knows and decides: no platform, no server, no vendor."""

__version__ = "0.1.0"
