"""Bringing the work of several people together: the verbs of the modules beside this one, in one place."""

from curator.services.exchanging import Exchanged, Lying, exchange, folder, is_sealed, look, put_out, set_folder
from curator.services.handing_in import HandedIn, Lack, hand_in, lacked_by
from curator.services.receiving import apply_waiting, examine, examine_new, receive, receive_new, strangers
from curator.services.receiving_report import Report, Stranger
from curator.sharing.parcel import ENDING

__all__ = [
    "ENDING",
    "Exchanged",
    "HandedIn",
    "Lack",
    "Lying",
    "Report",
    "Stranger",
    "apply_waiting",
    "examine",
    "examine_new",
    "exchange",
    "folder",
    "hand_in",
    "is_sealed",
    "lacked_by",
    "look",
    "put_out",
    "receive",
    "receive_new",
    "set_folder",
    "strangers",
]
