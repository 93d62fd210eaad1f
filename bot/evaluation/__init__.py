"""The ways to make riddles, measured side by side."""
