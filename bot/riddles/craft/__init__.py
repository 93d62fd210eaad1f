"""A riddle without a model, from the article's own sentences."""
