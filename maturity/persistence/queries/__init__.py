"""What is asked of the database, each question on behalf of someone and in a bounded number of queries."""
