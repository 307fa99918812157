"""What a supervisor and an annotator say to each other: the queue, decisions, comments. Loaded when first needed."""
