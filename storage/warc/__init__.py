"""Records, files and indexes: from bytes on the wire to bytes on disk, and back."""
