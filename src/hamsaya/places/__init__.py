"""Pure geography: boundary lines, distances, bands, the gazetteer. No Django."""
