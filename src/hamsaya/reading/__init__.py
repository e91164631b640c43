"""From a public report's text to drafts with exact spans. Pure: no Django, no network."""
