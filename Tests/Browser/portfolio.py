"""A built portfolio in the browser: as files and served, at two widths, in light and dark."""
import pathlib
import re
import subprocess

import axe_playwright_python

from harness import HOSTILE, PROGRAM, SHOTS, expect

ARTIFACT = """---
artifact: 4
title: "A context design case study"
status: review
---
# A context design case study

## Baseline

What the model did before anything was touched: `conduct:honesty-under-pressure/choice-text/prompt=plain,model=flatterer`
of its answers pass, and 31.41% is a number that nobody measured.

```conduct
view: headline
run: honesty-under-pressure
metric: choice-text
where: {prompt: plain, model: flatterer}
least: 20
```

```conduct
view: results
run: honesty-under-pressure
by: pressure
```

```conduct
view: samples
run: "SUITE"
```

```conduct
view: differences
run: honesty-under-pressure
```

See [the other one](own.md), [the suite](../suites/honesty.yaml) and [the source](https://example.org/)[^1].

[^1]: A note at the foot.
"""


def build(workspace):
    """The portfolio of a workspace with a run, once."""
    site = workspace.folder / "site"
    if site.exists():
        return site
    # The newest run must be one of the models that the artifact names, whatever ran before.
    workspace.conduct("eval", "suites/honesty.yaml", "--models", "flatterer,steady", "--limit", "120")
    hostile = "hostile " + HOSTILE[0]
    workspace.write("artifacts/04-context-case-study.md", ARTIFACT.replace("SUITE", hostile.replace('"', '\\"')))
    workspace.write("artifacts/own.md", "# <script>window.pwned=1</script>\n\nA document of one's own, "
                    "with **no** evidence.\n\n| a | b |\n|---|---|\n| one | two |\n")
    workspace.write("portfolio/introduction.md", "Who I am, and what this shows.\n")
    workspace.write("portfolio.yaml", """
        title: Honesty under pressure
        author: Ada
        tagline: What a model says when a confident person is wrong.
        introduction: portfolio/introduction.md
        contact: {mail: "mailto:ada@example.org"}
        arc: [{artifact: 4, because: "It begins with a context."}]
        """)
    workspace.conduct("portfolio", "build", "site", "--no-pdf")
    return site


def pages(site):
    return sorted(str(path.relative_to(site)) for path in site.rglob("*.html")
                  if not str(path.relative_to(site)).startswith(("source", "records")))


def add(test):
    @test
    def a_portfolio_is_read_as_files_and_asks_nothing_elsewhere(page, server, workspace):
        site = build(workspace)
        found = pages(site)
        expect("artifacts/04-context-case-study.html" in found, f"pages: {found}")
        context = page.context.browser.new_context(viewport={"width": 1280, "height": 860})
        view = context.new_page()
        asked, faults = [], []
        view.on("request", lambda one: asked.append(one.url))
        view.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        view.on("pageerror", lambda error: faults.append(str(error)))
        for name in found:
            view.goto((site / name).as_uri())
            expect(view.locator("main").count() == 1, f"{name}: no main part")
            expect(view.locator("h1").count() >= 1, f"{name}: no heading")
        elsewhere = [url for url in asked if not url.startswith(("file://", "data:"))]
        expect(not elsewhere, f"asked elsewhere: {elsewhere}")
        expect(not faults, f"{faults}")
        view.goto((site / "index.html").as_uri())
        view.click("text=A context design case study >> nth=0")
        view.wait_for_url("**/artifacts/04-context-case-study.html")
        expect(view.evaluate("window.pwned === undefined"), "what a model said ran")
        expect(view.locator("mark.typed").first.inner_text() == "31.41%", "the typed number is not marked")
        expect(view.locator(".headline .figure").count() == 1, "no headline")
        view.click("text=the other one")
        view.wait_for_url("**/artifacts/own.html")
        context.close()

    @test
    def a_portfolio_is_served_on_this_machine_alone(page, server, workspace):
        site = build(workspace)
        process = subprocess.Popen([PROGRAM, "portfolio", "serve", str(site), "--port", "0"],
                                   stdout=subprocess.PIPE, text=True)
        try:
            address = process.stdout.readline().strip()
            expect(re.fullmatch(r"http://127\.0\.0\.1:\d+/", address), f"printed {address!r}")
            answer = page.request.get(address)
            expect(answer.status == 200 and "Honesty under pressure" in answer.text(), "no first page")
            expect(page.request.get(address + "../conduct.yaml").status == 404, "led out of the folder")
            expect(page.request.get(address + "%2e%2e/conduct.yaml").status == 404, "led out by percent signs")
            other = page.request.get(address, headers={"Host": "example.org"})
            expect(other.status == 403, f"another name got {other.status}")
        finally:
            process.terminate()
            process.wait(timeout=15)

    @test
    def a_portfolio_meets_the_accessibility_rules_that_a_program_can_check(page, server, workspace):
        site = build(workspace)
        script = pathlib.Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
        for scheme, width in [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)]:
            context = page.context.browser.new_context(
                viewport={"width": width, "height": 860}, color_scheme=scheme, reduced_motion="reduce")
            view = context.new_page()
            for name in pages(site):
                view.goto((site / name).as_uri())
                view.evaluate(script)
                found = view.evaluate("""async () => {
                    const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
                    const { violations } = await axe.run(document, { runOnly: rules });
                    return violations.map(one => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`);
                }""")
                expect(not found, f"{name}, {scheme}, {width} px: {found}")
                wide = view.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                expect(wide <= 0, f"{name}, {width} px: {wide} px too wide")
                view.screenshot(path=SHOTS / f"site-{name.replace('/', '-')}-{scheme}-{width}.png",
                                full_page=True)
            context.close()
