"""How fast the suite is: ``python -m benchmarks``. No part of the package."""
