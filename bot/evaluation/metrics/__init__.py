"""What is reckoned of texts alone, without a model."""
