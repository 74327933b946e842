"""What the terminal shows: tables that wrap Chinese and never cut it, marks in words as well as in colour."""
