"""What several people changed differently: seen side by side, and decided. Loaded when first needed."""
