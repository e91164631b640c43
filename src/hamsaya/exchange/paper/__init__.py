"""Papers: the brief, the matrix, the minutes and a history as PDF/A through Typst, in three languages."""
