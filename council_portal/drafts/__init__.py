"""What somebody has begun to type and not sent yet: kept for them alone."""
