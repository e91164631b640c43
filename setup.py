"""The packages of a wheel: those under src, and two whose one source lies elsewhere: the example, and the guides."""

from setuptools import find_namespace_packages, setup

setup(
    packages=[*find_namespace_packages("src"), "hamsaya.example", "hamsaya.example.reports", "hamsaya.guide"],
    package_dir={"": "src", "hamsaya.example": "examples/iran-pakistan", "hamsaya.guide": "docs/use"},
)
