"""How things look and read everywhere: dates, counts, and form fields in the NHS style."""
