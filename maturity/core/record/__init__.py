"""The record that holds: a chain of events, a round as one hash, sign-offs bound to it, archives that prove it."""
