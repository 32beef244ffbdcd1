"""What comes in: from a source's look to articles, revisions and deliveries."""
