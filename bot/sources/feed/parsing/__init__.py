"""From the bytes of a feed to its items, whatever form and state it is in."""
