"""What the parser's process does with bytes; imported there alone."""
