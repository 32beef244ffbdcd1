"""From an article to the posts of each channel: rules, notes, names, pictures, text."""
