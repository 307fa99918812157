"""The text view: what people read in for hours, and where they mark what the text says. It changes no data."""
