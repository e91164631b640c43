"""The packages of a wheel: those under src, and the example, whose one source is the folder examples/iran-pakistan."""

from setuptools import find_namespace_packages, setup

setup(
    packages=[*find_namespace_packages("src"), "hamsaya.example", "hamsaya.example.reports"],
    package_dir={"": "src", "hamsaya.example": "examples/iran-pakistan"},
)
