"""One thing of the outside world each; an adapter imports `bot`, never another adapter."""
