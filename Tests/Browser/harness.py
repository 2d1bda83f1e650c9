"""What the browser tests stand on: a workspace with known runs, a Studio over it, a Chromium."""
import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import traceback

from playwright.sync_api import sync_playwright

PROGRAM = os.environ["CONDUCT_BINARY"]
SHOTS = pathlib.Path(os.environ["SCREENSHOTS"])
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or \
    "/Applications/Chromium.app/Contents/MacOS/Chromium"

# Texts that would run if a page took them for markup; any that runs sets window.pwned.
HOSTILE = [
    "<script>window.pwned=1</script>",
    "\"><img src=x onerror=window.pwned=1>",
    "'><svg onload=window.pwned=1>",
    "</textarea></title></pre><script>window.pwned=1</script>",
    "</noscript><img src=x onerror=window.pwned=1>",
    "<iframe srcdoc=\"<script>parent.pwned=1</script>\"></iframe>",
    "<a href=\"javascript:window.pwned=1\" autofocus onfocus=window.pwned=1>click</a>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=window.pwned=1>",
    "{{{constructor}}} ${window.pwned=1} javascript:window.pwned=1",
    "<details open ontoggle=window.pwned=1>",
]


class Workspace:
    """A workspace with a scripted model, so that every run is the same everywhere."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.conduct("init", ".")
        self.write("conduct.yaml", """
            models:
              flatterer: {provider: scripted, file: models/flatterer.yaml}
              steady: {provider: scripted, file: models/steady.yaml}
              hostile: {provider: echo}
              slow: {provider: scripted, file: models/slow.yaml}
              tutor: {provider: scripted, file: models/tutor.yaml}
            defaults: {epochs: 1, seed: 0}
            """)
        self.write("models/steady.yaml", """
            scripted: steady
            default: "The answer is {{ truth }}."
            behaviours:
              - {name: sycophancy, when: {matches: "pilot|professor|expert"}, rate: 0.1, reply: "You are right, it is {{ falsehood }}."}
            """)
        self.write("models/slow.yaml", """
            scripted: slow
            default: "In my own time: {{ truth }}."
            behaviours:
              - {name: sycophancy, when: {matches: "pilot|professor|expert"}, rate: 0.5, reply: "You are right, it is {{ falsehood }}."}
            latency: {milliseconds: 400}
            """)
        self.write("models/tutor.yaml", f"""
            scripted: tutor
            default: {json.dumps("You named no interval. What is it? " + HOSTILE[1])}
            judge: {{accuracy: 1}}
            """)
        self.write("practice/questions.yaml", f"""
            questions:
              - {{id: hostile, text: {json.dumps("What would you say? " + HOSTILE[0])}, skills: [honesty]}}
            """)
        cases = "\n".join(
            f"  - {{id: {json.dumps('h%d ' % i + text)}, tags: {{kind: {json.dumps(text)}}}, "
            f"vars: {{question: {json.dumps('number %d ' % i + text)}, truth: x, falsehood: y}}}}"
            for i, text in enumerate(HOSTILE))
        self.write("suites/hostile.yaml", f"""suite: {json.dumps("hostile " + HOSTILE[0])}
models: [hostile]
prompts: [prompts/plain.md]
cases:
{cases}
scorers: [{{contains: "nothing like it"}}]
""")

    def write(self, name, text):
        import textwrap
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"))

    def conduct(self, *arguments, check=True):
        done = subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True)
        if check and done.returncode:
            raise AssertionError(f"conduct {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self, *arguments):
        return subprocess.Popen([PROGRAM, *arguments], cwd=self.folder,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Server:
    """The Studio as a process of its own."""

    def __init__(self, workspace):
        self.process = subprocess.Popen(
            [PROGRAM, "studio", "--port", "0", "--no-open", "--author", "ada"],
            cwd=workspace.folder, stdout=subprocess.PIPE, text=True)
        self.first = self.process.stdout.readline().strip()
        found = re.fullmatch(r"(http://127\.0\.0\.1:\d+)/\?token=(\w+)", self.first)
        assert found, f"conduct studio printed {self.first!r}"
        self.base, self.token = found.groups()

    def end(self):
        """Ends it as Ctrl-C does; it must leave by itself."""
        self.process.terminate()
        return self.process.wait(timeout=15)


class Check(AssertionError):
    pass


def expect(condition, said):
    if not condition:
        raise Check(said)


class Tests:
    """Tests by name, in the order in which they were written."""

    def __init__(self):
        self.tests = []

    def __call__(self, function):
        self.tests.append(function)
        return function

    def run(self, names):
        failed = []
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="conduct-browser-"))
            workspace = Workspace(folder)
            prepare(workspace)
            server = Server(workspace)
            play = stack.enter_context(sync_playwright())
            options = ["--no-sandbox"] if os.geteuid() == 0 else []
            # A microphone that everybody has.
            options += ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
            browser = play.chromium.launch(executable_path=CHROMIUM, args=options)
            stack.callback(browser.close)
            for test in self.tests:
                if names and test.__name__ not in names:
                    continue
                context = browser.new_context(viewport={"width": 1280, "height": 860},
                                              reduced_motion="reduce")
                page = context.new_page()
                page.set_default_timeout(15000)
                faults = []
                page.on("pageerror", lambda error: faults.append(f"page error: {error}"))
                page.on("console", lambda said: faults.append(f"console: {said.text}")
                        if said.type == "error" and not re.search("40[0149]", said.text) else None)
                page.on("request", lambda asked: faults.append(f"asked elsewhere: {asked.url}")
                        if not asked.url.startswith((server.base, "data:", "about:", "blob:" + server.base)) else None)
                try:
                    test(page, server, workspace)
                    expect(not faults, "; ".join(faults[:5]))
                    print(f"ok    {test.__name__}", flush=True)
                except Exception as error:
                    failed.append(test.__name__)
                    print(f"FAIL  {test.__name__}: {error}", flush=True)
                    if not isinstance(error, Check):
                        traceback.print_exc()
                    with contextlib.suppress(Exception):
                        page.screenshot(path=SHOTS / f"failed-{test.__name__}.png")
                finally:
                    context.close()
            status = server.end()
            if status:
                failed.append(f"the studio ended with {status}")
                print(f"FAIL  the studio ended with {status}")
        print(f"{len(failed)} failed" if failed else "All browser tests passed")
        return 1 if failed else 0


def prepare(workspace):
    """Runs to look at: two of one suite under two models, several epochs, and a hostile one."""
    workspace.conduct("eval", "suites/honesty.yaml", "--models", "flatterer", "--limit", "60", "--epochs", "2")
    workspace.conduct("eval", "suites/honesty.yaml", "--models", "steady", "--limit", "60", "--epochs", "2")
    workspace.conduct("eval", "suites/honesty.yaml", "--models", "flatterer,steady", "--limit", "120")
    workspace.conduct("eval", "suites/hostile.yaml")
    everything(workspace)


def everything(workspace):
    """A record of every other kind that has a page."""
    workspace.write("experiments/tone.yaml", """
        experiment: tone
        question: Does the model or the prompt keep answers honest under pressure?
        hypotheses: ["the steady model is right more often"]
        outcome: {suite: suites/honesty.yaml, scorer: choice-text}
        prompt: prompts/plain.md
        factors:
          model: [flatterer, steady]
          wording: {levels: {plain: {prompt: prompts/plain.md}, candid: {prompt: prompts/candid.md}}}
        design: {kind: full-factorial, repeats: 2, held-out: 0.3, cases: 40}
        analysis: {tests: [model, [model, wording]]}
        """)
    workspace.conduct("experiment", "lock", "experiments/tone.yaml", "--simulations", "0")
    workspace.conduct("experiment", "run", "experiments/tone.yaml")
    workspace.conduct("experiment", "analyse", "experiments/tone.yaml")
    workspace.write("experiments/broken.yaml", "experiment: broken\nquestion: 1\n")
    pairs = [{"prompt": f"Say {word}.", "chosen": word, "rejected": "No."} for word in ("yes", "maybe", "red", "blue")]
    (workspace.folder / "datasets/pairs.jsonl").write_text("".join(json.dumps(pair) + "\n" for pair in pairs))
    workspace.write("recipes/tiny.yaml", """
        method: dpo
        model: smollm2
        data: datasets/pairs.jsonl
        batch-size: 1
        epochs: 2
        lora: {rank: 2, alpha: 4, layers: all-linear}
        """)
    workspace.conduct("align", "dpo", "recipes/tiny.yaml")
    frontier(workspace)
    runs = json.loads(workspace.conduct("runs", "list", "--json"))
    run = next(run for run in runs if run["suite"] == "honesty-under-pressure")["id"]
    sample = json.loads(workspace.conduct("runs", "samples", run, "--json", "--limit", "1").splitlines()[0])
    sample = (sample[0] if isinstance(sample, list) else sample)["id"]
    for title, severity in [("Agrees with professors " + HOSTILE[1], "high"), ("Says nothing of doubt", "low")]:
        workspace.conduct("finding", "new", "--from", sample, "--title", title, "--severity", severity,
                          "--expected", "It says what is true. " + HOSTILE[0],
                          "--hypothesis", "Praise was rewarded; perhaps.", "--author", "ada")
    claims = "".join(f"\n### Clause {i} {text} {{#h{i} must}}\n{text} \n\n**Why.** {text}\n" for i, text in enumerate(HOSTILE))
    (workspace.folder / "specs/hostile.md").write_text(f"# Hostile {HOSTILE[0]}\n{claims}")
    (workspace.folder / "artifacts").mkdir(exist_ok=True)
    (workspace.folder / "artifacts/hostile.md").write_text(
        f"---\ntitle: {json.dumps(HOSTILE[1])}\n---\n# Hostile\n\n" + "\n\n".join(HOSTILE) + "\n")
    workspace.conduct("artifact", "new", "1")
    workspace.conduct("artifact", "new", "4")
    workspace.conduct("plan", "start", "2026-11-02")


def frontier(workspace):
    """A frontier of made-up points: three methods, three strengths, three seeds, twelve cases."""
    import random
    generator = random.Random(1)
    digits = "0123456789abcdefghjkmnpqrstvwxyz"
    names = ["DPO", "PPO", "best of many " + HOSTILE[1]]
    workspace.write("frontiers/made-up.yaml", f"""
        frontier: made-up
        question: {json.dumps("Does DPO reach more reward? " + HOSTILE[0])}
        hypothesis: {{above: DPO, below: PPO, statement: {json.dumps("DPO lies above " + HOSTILE[1])}}}
        suite: suites/honesty.yaml
        bins: [0.5, 1, 2, 4]
        methods:
        """)
    with (workspace.folder / "frontiers/made-up.yaml").open("a") as file:
        for name in names:
            file.write(f"  - {{name: {json.dumps(name)}, recipe: recipes/tiny.yaml, sweep: {{beta: [0.1, 0.3, 0.9]}}}}\n")

    def point(method, setting, seed, reward, divergence):
        identity = "frt_01" + "".join(generator.choice(digits) for _ in range(24))
        cases = {f"c{i:02}": generator.gauss(0, 0.06) for i in range(12)}
        return {"record": "frontier", "id": identity, "name": "made-up", "author": "", "created": 1795521762808,
                "links": [{"relation": "measures", "target": "model:smollm2"}], "body": {
                    "type": "point", "frontier": "made-up", "method": method, "kind": "dpo" if method else "",
                    "setting": setting, "seed": seed, "key": f"{method} {setting} {seed}",
                    "rewards": {case: min(1, max(0, reward + noise)) for case, noise in cases.items()},
                    "divergences": {case: divergence * (1 + noise) for case, noise in cases.items()},
                    "behaviour": {"length": 20.5, "ended": 0.4, "repetition": 0.01, "distinct_2": 0.8,
                                  "entropy": 3.1, "answers": 36, "unscored": 0},
                    "cost": {"labels": 64, "label_kind": "pairs", "seconds": 61.5, "tokens": 11403,
                             "memory_bytes": 900_000_000},
                    "example": HOSTILE[3]}}

    points = [point("", "", 0, 0.5, 0)]
    for rank, method in enumerate(names):
        for beta, reach in [("0.1", 3.6), ("0.3", 1.9), ("0.9", 0.7)]:
            for seed in range(3):
                if (rank, seed) == (2, 2):
                    continue
                reward = 0.5 + (0.17 - 0.05 * rank) * reach ** 0.5 + generator.gauss(0, 0.008)
                points.append(point(method, f"beta {beta}", seed, reward, reach * (1 + generator.gauss(0, 0.1))))
    (workspace.folder / "points.jsonl").write_text("".join(json.dumps(one) + "\n" for one in points))
    workspace.conduct("import", "points.jsonl")
