"""What every matter has: a reference, a status with allowed moves, one door for a change, one creation for one form."""
