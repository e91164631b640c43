"""Public reports taken in, reviewed by a person, and turned into acts; what is here stays on this node."""
