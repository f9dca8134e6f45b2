"""Small portals that behave as the CMS families do, faults included: one file a family."""
