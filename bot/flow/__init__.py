"""The story's way: every verb that a door offers is one function here."""
