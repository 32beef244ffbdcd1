"""Reading web pages: the story, and what JSON-LD, Open Graph and the page tell about it."""
