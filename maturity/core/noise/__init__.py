"""How far the mean of the partners’ levels moves by chance alone: the model, its limits, and what tries them out."""
