"""The contract with a target that is reached over a wire: JSON, its schemas and its version."""
