"""The review page: a report on one side with every finding marked, the drafts on the other."""
