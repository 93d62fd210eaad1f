"""Riddles without a model: from the article's own sentences, refused where in doubt."""

from bot.riddles.craft.crafter import Crafter

__all__ = ["Crafter"]
