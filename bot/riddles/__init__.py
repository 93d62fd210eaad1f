"""Story -> riddle: pipelines, checks, repair, choice, craft."""
