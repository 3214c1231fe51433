"""Mail: what a message says, and handing it to the mail server."""
