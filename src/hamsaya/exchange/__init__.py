"""For machines: the neighbour's door, bags, calendars, tables."""
