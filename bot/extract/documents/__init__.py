"""From a text, a page, Markdown or JSON to a document: what is story, and what stands beside it."""
