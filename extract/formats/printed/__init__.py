"""Printed pages, where words only have places: PDF with a text layer, and what scans share with it."""
