"""What a verb tells: data for programs, tables and marked texts for people, errors as sentences."""
