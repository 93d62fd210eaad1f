"""What a run came to, as one page for a browser, as Markdown, and as advice."""
