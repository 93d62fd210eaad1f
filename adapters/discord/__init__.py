"""Discord: interactions and threads in, embeds out. Only a process of Discord's imports discord.py."""
