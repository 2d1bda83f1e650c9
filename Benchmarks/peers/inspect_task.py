"""As many short questions as SAMPLES says, for Inspect against the loopback server."""
import os

from inspect_ai import Task, task
from inspect_ai.dataset import Sample
from inspect_ai.scorer import includes
from inspect_ai.solver import generate


@task
def throughput():
    count = int(os.environ.get("SAMPLES", "1000"))
    return Task(
        dataset=[Sample(id=f"c{n}", input=f"Question {n}?", target="round") for n in range(count)],
        solver=generate(), scorer=includes())
