"""From nothing to a version that was sent: the draft, the commune's side, what is missing, issuing."""
