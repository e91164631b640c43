"""What an officer's browser keeps and does when our node cannot be reached."""
