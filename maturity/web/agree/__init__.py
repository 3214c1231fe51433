"""The collaborative agrees levels together."""
