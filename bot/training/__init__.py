"""What a model is trained on: examples, where they come from, and which of a model's own are kept. No torch here."""
