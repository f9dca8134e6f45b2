"""What an answer means: what kind of page it is, and which of its links and further requests follow."""
