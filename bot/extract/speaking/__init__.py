"""Who said it, from the words of saying around a quotation: names, roles, pronouns and descriptions."""
