"""What tables of tasks and inspections want done by when, and how it stands on a day."""
