"""The home page of a person, and the pages about the service itself."""
