"""Places without a network: border lines, distance, bands, sides, gazetteer, precision and place forms."""
