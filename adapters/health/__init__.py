"""What those who watch a process can ask it: whether it lives, whether it is ready, and its figures."""
