"""Runs Inspect on the same loopback server, where it is installed."""
import os
import pathlib
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def inspect(port, environment, samples=1000):
    program = ROOT / ".build/peers/bin/inspect"
    if not program.exists():
        print("  beside it: Inspect is not installed (Benchmarks/peers/install)")
        return
    version = subprocess.run([program, "--version"], capture_output=True, text=True).stdout.strip()
    variables = dict(environment, OPENAI_API_KEY="none", SAMPLES=str(samples),
                     OPENAI_BASE_URL=f"http://127.0.0.1:{port}/v1")
    with tempfile.TemporaryDirectory() as logs:
        start = time.perf_counter()
        done = subprocess.run(
            [program, "eval", ROOT / "Benchmarks/peers/inspect_task.py", "--model",
             "openai/instant", "--max-connections", "64", "--display", "none", "--log-dir", logs],
            env=variables, capture_output=True, text=True)
        seconds = time.perf_counter() - start
    if done.returncode:
        print(f"  beside it: Inspect {version} failed: {done.stderr.strip()[-300:]}")
    else:
        print(f"  beside it: Inspect {version}, {samples} samples: {samples / seconds:.0f}/s "
              "whole process")
