"""How strong the suite is: planted faults, and which checks catch them after how many calls."""
