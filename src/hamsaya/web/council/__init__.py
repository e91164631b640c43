"""The council: portfolio, sittings, areas, bodies and what changed since."""
