"""What people can do. Each takes a session and the time, checks the rules, and never commits."""
