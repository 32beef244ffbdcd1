"""What a verb takes from whoever calls it: who and where they are, names, times, words, a Ctrl-C."""
