"""The second factor: codes by mail, telephone and letter (signing rule 3)."""
