"""Handling: withdrawals, what retention did, the oversight officer's sample, corrections asked for by anyone."""
