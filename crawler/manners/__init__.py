"""How hosts are treated, and which addresses are never asked."""
