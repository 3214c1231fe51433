"""What rounds came to: results, two rounds beside each other, and progress over all of them."""
