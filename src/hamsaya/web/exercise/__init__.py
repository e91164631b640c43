"""Exercises: what runs, what is practised in each, and how one is begun and left."""
