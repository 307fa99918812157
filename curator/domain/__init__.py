"""What things are: frozen values without I/O; document, span, scheme, annotation, history, people."""
