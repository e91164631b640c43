"""The steps of the geography build; nothing here runs on a node."""
