"""Pure protocol: entries, tree, checkpoints, keys, the trusted set, kinds. No input, no output, no Django."""
