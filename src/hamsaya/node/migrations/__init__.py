"""Migrations of the node's tables: ledger tables only gain columns, read tables may be rebuilt."""
