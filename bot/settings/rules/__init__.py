"""The rules of `config/rules.yaml`: what one may say, how they are read, where two contradict each other."""
