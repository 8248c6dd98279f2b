"""What would happen with a line. The rules are the rooms' own; here they are asked, line by line, in memory."""
