"""Record lists, record pages and the forms made from acts."""
