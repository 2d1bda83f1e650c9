"""llama.cpp on the embedded model through llama-cpp-python, where it is installed."""
import subprocess

from peers import installed

PROGRAM = r"""
import sys, time, statistics, llama_cpp
model = llama_cpp.Llama(sys.argv[1], n_ctx=1024, n_batch=512, n_threads=2, n_threads_batch=2,
                        verbose=False)
ids = [(i * 7919) % 40000 + 100 for i in range(512)]
prefill, decode = [], []
for _ in range(5):
    model.reset()
    start = time.perf_counter(); model.eval(ids); middle = time.perf_counter()
    for n in range(128):
        model.eval([ids[n]])
    end = time.perf_counter()
    prefill.append(512 / (middle - start)); decode.append(128 / (end - middle))
print(f"llama.cpp (llama-cpp-python {llama_cpp.__version__}): prefill of 512 "
      f"{statistics.median(prefill):.0f} tok/s, decode {statistics.median(decode):.0f} tok/s "
      "(median of 5)")
"""


def llama(model, environment):
    if not installed.has("llama_cpp", "llama.cpp", "engine"):
        return
    done = subprocess.run([installed.PYTHON, "-c", PROGRAM, model], env=environment, capture_output=True,
                          text=True)
    print("  beside it: " + (done.stdout.strip() or f"llama.cpp failed: {done.stderr[-300:]}"))
