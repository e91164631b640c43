"""Record kinds, one file each, found and registered on import. Pure: no Django, no input, no output."""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
