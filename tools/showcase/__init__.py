"""What the picture of a form with every type of field shows: a scheme, a text, and what is filled in."""
