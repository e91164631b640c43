"""Record kinds, one file each. Pure: no Django, no input, no output."""
