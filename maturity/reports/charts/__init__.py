"""Charts as values: what is drawn, what it says in words, and the same facts as a table.

Each chart is drawn twice, for a page and for a phone, because text in a picture shrinks with it.
"""
