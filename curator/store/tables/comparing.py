"""The index of comparing: all that comparing several people's work needs of an annotation, in the order it goes by."""

from typing import Final

COMPARING: Final = """
CREATE INDEX annotation_compared ON annotation (document, start, "end", label, id, author, withdrawn);
"""
