"""Pure functions over `str`: decoding, newlines, offsets, anchoring, segments and lanes, dates."""
