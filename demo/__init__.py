"""The sample portal that `gongkai demo` serves on loopback: a town that does not exist, with reports that look like real ones."""
