"""Pure protocol: entries, Merkle tree, checkpoints, keys, the trusted set, record kinds. No input, no output, no Django."""
