"""Files in and out: one module per format, plain values on both sides, and what each keeps and loses."""
