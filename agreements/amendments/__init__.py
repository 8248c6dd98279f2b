"""What changes or ends an agreement in force, and the chain that comes of it."""
