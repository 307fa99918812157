"""Bringing the work of several people together: the verbs of the modules beside this one, in one place."""

from curator.services.exchanging import Exchanged, exchange, set_folder
from curator.services.handing_in import HandedIn, hand_in
from curator.services.receiving import apply_waiting, examine, receive, receive_new, strangers
from curator.services.receiving_report import Report, Stranger

__all__ = [
    "Exchanged",
    "HandedIn",
    "Report",
    "Stranger",
    "apply_waiting",
    "examine",
    "exchange",
    "hand_in",
    "receive",
    "receive_new",
    "set_folder",
    "strangers",
]
