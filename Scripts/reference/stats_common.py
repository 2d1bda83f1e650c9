"""What the stats_*.py reference scripts share: versions, rounding and the fixture's shape.

A fixture is {"script", "versions", "values", "cases": [{"method", "input", "expected"}]}; missing
entries are null. Run a script with the environment of stats_requirements.txt; it writes its own
fixture under Tests/Fixtures/Statistics.
"""
import json
import math
import platform
import sys
from importlib import metadata
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parents[2] / "Tests" / "Fixtures" / "Statistics"


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return None if math.isnan(value) else float(value)
    return value


def count(value):
    if isinstance(value, dict):
        return sum(count(item) for item in value.values())
    if isinstance(value, list):
        return sum(count(item) for item in value)
    return 0 if value is None else 1


class Fixture:
    def __init__(self, name, packages):
        self.name = name
        self.versions = {package: metadata.version(package) for package in packages}
        self.versions["python"] = platform.python_version()
        self.cases = []

    def add(self, method, given, expected):
        self.cases.append({"method": method, "input": plain(given), "expected": plain(expected)})

    def write(self):
        FOLDER.mkdir(parents=True, exist_ok=True)
        body = {
            "script": Path(sys.argv[0]).name,
            "versions": self.versions,
            "values": sum(count(case["expected"]) for case in self.cases),
            "cases": self.cases,
        }
        path = FOLDER / f"{self.name}.json"
        path.write_text(json.dumps(body, sort_keys=True, separators=(",", ":")) + "\n")
        print(path.name, len(self.cases), "cases", body["values"], "values")
