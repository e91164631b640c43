"""The council's charts, for its own pages and for the public part: from plain values, with the reader's words."""
