"""Two people's work on one text, made one. Loaded when first needed."""
