"""Sample documents in two families of templates, born digital or as noisy scans, each with the facts that it states.

Everything in them is fictional. Extractors are developed on one family of templates and measured on the other.
"""

from ascertain.entrypoints.demo.samples.applications import SampleApplication, SampleFile, applications
from ascertain.entrypoints.demo.samples.content import ExpectedFact, Family, Kind, expected_facts, random_content
from ascertain.entrypoints.demo.samples.rendering import ScanNoise, render

__all__ = [
    "ExpectedFact",
    "Family",
    "Kind",
    "SampleApplication",
    "SampleFile",
    "ScanNoise",
    "applications",
    "expected_facts",
    "random_content",
    "render",
]
