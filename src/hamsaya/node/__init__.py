"""The node's tables and its two doors: append and receive, projection, queries, deadlines, outbox."""
