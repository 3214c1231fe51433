"""What moved between rounds: what compares, in which views, what each difference is made of, and how sure that is."""
