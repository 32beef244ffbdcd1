"""Reading: from raw text to a document, and from a document to its highlights. Pure."""
