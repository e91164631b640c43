"""The public part: pages and files that hold only what both sides released, live or as a folder of plain files."""
