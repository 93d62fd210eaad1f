"""Text for the models and texts of ours, read by `importlib.resources`."""
