"""What developers run: setting up, checking rules, making pictures; nothing that the program needs."""
