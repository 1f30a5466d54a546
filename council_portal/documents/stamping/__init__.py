"""How a stamp is laid on a page of a PDF (`pages`) and on a picture (`pictures`)."""
