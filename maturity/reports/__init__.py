"""What leaves the product: a round's report as pictures, pages, a PDF and a table. `RoundReport` in, bytes out."""
