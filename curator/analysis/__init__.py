"""What is computed from texts and annotations, as pure functions: pairing, agreement, suggestions."""
