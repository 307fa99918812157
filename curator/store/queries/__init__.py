"""What the projections answer: lists, places, counts, search. Reading only; one module a kind of subject."""
