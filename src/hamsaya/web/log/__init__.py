"""The two logs, their checkpoints and receipts, and what proves them."""
