"""What waits for a second officer."""
