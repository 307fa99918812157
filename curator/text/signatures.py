"""Files that are no text, known by how they begin or by what they are full of.

Names prove nothing: a picture renamed to .txt is refused by its content, and the person is told what it is.
"""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive, or a DOCX, XLSX, ODT or EPUB, which are such archives"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office file (.doc, .xls)"),
    (b"{\\rtf", "a Rich Text file (RTF)"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"BZh91AY&SY", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
    (b"\x7fELF", "a program"),
    (b"\x00\x05\x16\x07", "what macOS keeps about another file (AppleDouble)"),
    (b"\x00\x05\x16\x00", "what macOS keeps about another file (AppleSingle)"),
    (b"\x00\x00\x00\x01Bud1", "what macOS keeps about a folder (.DS_Store)"),
    (b"OggS", "a sound or film (Ogg)"),
    (b"ID3", "a sound (MP3)"),
)

_LOOKED_AT = 65536
# Control characters that texts do hold: tab, line ends, vertical tab, form feed, SUB (an old end of file), ESC.
_IN_TEXTS = b"\t\n\v\f\r\x1a\x1b"
_CONTROLS = bytes(set(range(0x20)) - set(_IN_TEXTS))


def kind_of_binary(data: bytes) -> str | None:
    """What the bytes are, for a sentence ("a PNG picture"), where they begin like something that is no text."""
    return next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)


def is_full_of_controls(data: bytes) -> bool:
    """Whether control characters make up more of the bytes' beginning than damage to a text could explain."""
    head = data[:_LOOKED_AT]
    return len(head) - len(head.translate(None, _CONTROLS)) > max(1, len(head) // 50)
