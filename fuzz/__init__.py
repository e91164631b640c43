"""The parsers of everything that comes from outside, against bytes that nobody meant."""
