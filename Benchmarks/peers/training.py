"""DPO with LoRA r = 8 on all linear layers over 64 pairs, one epoch: ours, and TRL where installed.

Whole processes from start to end, with the most memory each held. Tokens are counted as TRL trains
them: prompt and completion, of both sides.
"""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

from peers import installed

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "Tests/Fixtures/Training"
MODEL = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53.gguf"
ORDER = "trl_epoch.json"
RECIPE = """method: dpo
model: smollm2
data: datasets/pairs.jsonl
held-out: datasets/pairs_held_out.jsonl
beta: 0.1
learning-rate: 1e-4
schedule: linear
batch-size: 4
epochs: 1
lora: {rank: 8, alpha: 16, layers: all-linear}
shuffle: false
watch: {every: 0}
"""


def finished(command, output, **options):
    """Runs a command; gives its seconds and the most memory that it held, in MB."""
    start = time.perf_counter()
    with open(output, "w") as file:
        process = subprocess.Popen(command, stdout=file, stderr=subprocess.DEVNULL, **options)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def row(name, tokens, seconds, memory, last, held):
    print(f"{name}: {tokens} tokens in {seconds:.1f} s: {tokens / seconds:.0f} tok/s, peak "
          f"{memory:.0f} MB; last batch: accuracy {last[0]:.2f}, margin {last[1]:.2f}; held out: "
          f"accuracy {held[0]:.2f}, margin {held[1]:.2f}")


def ours(conduct, environment):
    with tempfile.TemporaryDirectory() as folder:
        lab = pathlib.Path(folder) / "lab"
        subprocess.run([conduct, "init", "--bare", lab], env=environment, check=True,
                       stdout=subprocess.DEVNULL)
        shutil.copy(DATA / "pairs_held_out.jsonl", lab / "datasets")
        # In TRL's order, so that both have the same last batch.
        pairs = (DATA / "pairs.jsonl").read_text().splitlines(keepends=True)
        order = [place for step in json.loads((DATA / ORDER).read_text())["order"] for place in step]
        (lab / "datasets/pairs.jsonl").write_text("".join(pairs[place] for place in order))
        (lab / "recipes/dpo.yaml").write_text(RECIPE)
        output = pathlib.Path(folder) / "record.json"
        seconds, memory = finished([conduct, "align", "dpo", "recipes/dpo.yaml", "--json"],
                                   output, cwd=lab, env=environment)
        body = json.loads(output.read_text())["body"]
        tokens = body["report"]["tokens"]
        row("DPO", tokens, seconds, memory, *([body[k]["accuracy"], body[k]["margin"]]
                                              for k in ("last", "held_out_after")))
        return tokens


def trl(environment, tokens):
    if not installed.has("trl", "TRL", "training"):
        return
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache"))
    model = cache / "conduct/models" / MODEL
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / "trl.json"
        command = [installed.PYTHON, ROOT / "Scripts/reference/trl_epoch.py", model, output, "--own-adapter"]
        seconds, memory = finished(command, os.devnull, cwd=folder, env=environment)
        found = json.loads(output.read_text())
    held, last = found["held_out"], found["steps"][-1]
    row(f"  beside it: {found['setup'].split()[-2]} {found['setup'].split()[-1].rstrip('.')}",
        tokens, seconds, memory, [last["accuracy"], last["margin"]],
        [held["accuracy"], held["margin"]])
