"""Slack: events in, Block Kit out. Only a process of Slack's imports slack-bolt."""
