"""Tooltips that show text as it is: Qt would take "<b>" in a tooltip for markup."""

from html import escape


def plain_tip(*paragraphs: str) -> str:
    """The paragraphs as a tooltip that breaks its lines and shows every character as it stands."""
    return "".join(f"<p>{escape(text)}</p>" for text in paragraphs if text)
