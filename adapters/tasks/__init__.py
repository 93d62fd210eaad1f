"""The queues that spread work over processes."""
