"""How far a project is and how well its annotators agree, in pictures. Loaded when first needed."""
