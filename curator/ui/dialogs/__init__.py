"""Dialogs: each asks or shows one thing, without waiting, and says what came of it by a signal."""
