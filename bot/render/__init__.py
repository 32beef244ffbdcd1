"""Rendering: from highlights to the text of a post. Pure but for reading templates."""
