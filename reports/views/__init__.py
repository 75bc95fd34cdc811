"""Pages that are read: the first page (``home``), targets of plans, results of periods."""
