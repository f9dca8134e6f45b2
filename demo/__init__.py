"""The sample portals that `gongkai demo` serves on loopback: five governments as they might be, every sentence ours."""
