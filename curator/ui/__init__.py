"""The window: item models, widgets, dialogs, undo, background tasks, theme; no SQL, no file parsing."""
