"""Partners sign a closed round off."""
