"""Where peers are: the environment that Benchmarks/peers/install makes."""
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".build/peers/bin/python"


def has(module, name, what):
    """Whether a peer can be run; says how to install one that is missing."""
    if PYTHON.exists() and not subprocess.run([PYTHON, "-c", f"import {module}"],
                                              capture_output=True).returncode:
        return True
    print(f"  beside it: {name} is not installed (Benchmarks/peers/install {what})")
    return False
