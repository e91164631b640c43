"""Reports, drafts and their review: local until submitted."""
