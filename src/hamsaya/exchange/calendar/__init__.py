"""Calendar and news feeds: the days of the council as iCalendar, what changed as Atom."""
