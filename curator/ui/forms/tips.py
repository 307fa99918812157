"""Tooltips that show text as it is: Qt would take "<b>" in a tooltip for markup."""


def plain_tip(*paragraphs: str) -> str:
    """The paragraphs as a tooltip that breaks its lines and shows every character as it stands."""
    return "".join(f"<p>{_escape(text)}</p>" for text in paragraphs if text)


def _escape(text: str) -> str:
    # Not html.escape: its module brings a table of two thousand entities along when the window starts.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
