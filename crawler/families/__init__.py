"""CMS families: one declared file each, and beside it a module only where data cannot say it."""
