"""The other ways to sign than in the portal: outside with a qualified signature, and on paper."""
