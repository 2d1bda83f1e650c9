"""The Studio in a real browser: every page, every way by keyboard, nothing stored ever runs."""
import pathlib
import re
import sys
import urllib.parse

import axe_playwright_python

import interchange
import labelling
import laboratory
import portfolio
import practice
from harness import SHOTS, Tests, expect

test = Tests()


# Pages of documents and trainings, of which `everything` makes one each.
DOCUMENTS = ["/specs", "/specs/honesty", "/experiments", "/experiments/tone", "/experiments/broken", "/laboratory",
             "/laboratory/tiny", "/laboratory/frontiers/made-up", "/practice", "/practice/questions/hostile",
             "/practice/talk?document=artifacts/04-context-case-study.md&minutes=5", "/projects", "/findings", "/findings/says-nothing-of-doubt", "/artifacts",
             "/artifacts/01-role-definition", "/artifacts/04-context-case-study"]


def enter(page, server, path="/"):
    page.goto(server.first)
    if path != "/":
        page.goto(server.base + path)


def run_ids(page, server):
    return [run["id"] for run in page.request.get(
        server.base + "/api/runs", headers={"Authorization": f"Bearer {server.token}"}).json()["runs"]]


def first_sample(page, server, run, query=""):
    return page.request.get(f"{server.base}/api/runs/{run}/samples?limit=1{query}",
                            headers={"Authorization": f"Bearer {server.token}"}).json()["samples"][0]["id"]


def honesty(page, server):
    """The ids of the honesty runs, newest first."""
    runs = page.request.get(server.base + "/api/runs?suite=honesty-under-pressure",
                            headers={"Authorization": f"Bearer {server.token}"}).json()["runs"]
    return [run["id"] for run in runs if run["status"] == "complete"]


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.tagName")


@test
def the_first_address_lets_in_and_hides_its_token(page, server, workspace):
    answer = page.goto(server.base + "/runs")
    expect(answer.status == 401, "without the token the runs are shown")
    page.goto(server.first)
    expect(page.url == server.base + "/", f"the token stays in {page.url}")
    expect(page.locator("h1").is_visible(), "home has no title")
    expect(page.evaluate("document.cookie") == "", "a script can read the cookie")
    expect(page.goto(server.base + "/runs").status == 200, "the cookie does not let in")


@test
def keys_lead_through_the_pages(page, server, workspace):
    enter(page, server)
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/runs")
    page.keyboard.press("j")
    expect("/runs/run_" in focused(page), f"j does not reach the list but {focused(page)}")
    first = focused(page)
    page.keyboard.press("j")
    expect(focused(page) != first, "j does not go on")
    page.keyboard.press("k")
    expect(focused(page) == first, "k does not go back")
    page.keyboard.press("Enter")
    page.wait_for_url("**/runs/run_*")
    page.keyboard.press("2")
    page.wait_for_url("**/samples")
    page.keyboard.press("u")
    page.wait_for_url(re.compile(r"/runs/run_\w+$"))
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/compare")
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url(server.base + "/")


@test
def question_mark_shows_the_keys_and_escape_closes_them(page, server, workspace):
    enter(page, server, "/runs")
    page.keyboard.press("?")
    box = page.locator("dialog[open]")
    box.wait_for()
    expect("next and previous in a list" in box.inner_text(), "the keys are not explained")
    page.screenshot(path=SHOTS / "keys-light.png")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]").count() == 0, "Escape does not close")


@test
def slash_searches_and_the_search_finds(page, server, workspace):
    enter(page, server)
    page.keyboard.press("/")
    page.keyboard.type("answer")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=answer")
    page.locator(".rows.virtual .line").first.wait_for()
    expect(page.locator(".line").count() > 5, "the search finds nothing")
    expect("sample" in page.locator("#total").inner_text(), "the number found is not said")


@test
def a_letter_typed_into_a_field_is_a_letter(page, server, workspace):
    enter(page, server, "/runs")
    page.keyboard.press("/")
    page.keyboard.type("gr?jkt")
    expect(page.url.endswith("/runs"), "typing left the page")
    expect(page.locator("dialog[open]").count() == 0, "typing opened the keys")
    page.keyboard.press("Escape")
    expect(focused(page) == "BODY", "Escape does not leave the field")


@test
def runs_are_picked_and_compared_by_keyboard(page, server, workspace):
    enter(page, server, "/runs?suite=honesty-under-pressure")
    expect(page.locator("#compare").is_disabled(), "nothing is picked, yet it can be compared")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-pick]:checked").count() == 2, "x does not pick")
    page.keyboard.press("c")
    page.wait_for_url("**/compare?run=*")
    page.locator("text=side by side").wait_for()
    expect(page.locator(".flip ins, .flip del").count() > 0, "no word is marked")
    expect(page.locator(".findings li").count() > 0, "no verdict on the difference")


@test
def a_filter_is_applied_when_it_is_chosen(page, server, workspace):
    run = honesty(page, server)[0]
    enter(page, server, f"/runs/{run}/samples")
    page.locator(".rows.virtual").wait_for()
    page.select_option("select[name=verdict]", "fail")
    page.wait_for_url("**verdict=fail**")
    page.locator(".rows.virtual .line").first.wait_for()
    expect(page.locator(".line .badge.fail").count() > 0, "no failing sample is listed")
    expect(page.locator("select[name=verdict]").input_value() == "fail", "the filter forgot its choice")


@test
def samples_scroll_and_keep_their_place(page, server, workspace):
    run = honesty(page, server)[0]
    enter(page, server, f"/runs/{run}/samples")
    box = page.locator(".rows.virtual")
    box.wait_for()
    count = int(page.locator("#total").inner_text().split()[0].replace(",", ""))
    expect(count > 300, f"only {count} samples")
    expect(page.locator(".line").count() < 80, "lines out of view are kept")
    box.evaluate("box => box.scrollTop = box.scrollHeight")
    page.wait_for_function(f"() => [...document.querySelectorAll('.rows li')].some(li => li.index === {count - 1})")
    last = page.locator(f".rows li[aria-posinset='{count}'] .line")
    href = last.get_attribute("href")
    last.click()
    page.wait_for_url("**/samples/smp_*")
    page.go_back()
    page.wait_for_function(f"() => [...document.querySelectorAll('.rows li')].some(li => li.index === {count - 1})")
    expect(page.locator(f".line[href='{href}']").count() == 1, "going back loses the place")


@test
def j_and_k_move_through_a_long_list(page, server, workspace):
    run = honesty(page, server)[0]
    enter(page, server, f"/runs/{run}/samples")
    page.locator(".rows.virtual").wait_for()
    for _ in range(150):
        page.keyboard.press("j")
    page.wait_for_function("() => document.activeElement.closest('li')?.index === 149")
    page.keyboard.press("k")
    page.wait_for_function("() => document.activeElement.closest('li')?.index === 148")
    page.keyboard.press("Enter")
    page.wait_for_url("**/samples/smp_*")


@test
def a_sample_is_read_and_its_neighbours_are_reached(page, server, workspace):
    run = honesty(page, server)[0]
    sample = first_sample(page, server, run, "&verdict=fail")
    enter(page, server, f"/samples/{sample}?verdict=fail")
    expect(page.locator(".turn.answer").is_visible(), "the answer is not shown")
    expect(page.locator("text=Same case, other prompts and models").is_visible(), "no neighbours")
    page.keyboard.press("]")
    page.wait_for_url(lambda url: sample not in url)
    expect("verdict=fail" in page.url, "the filter is forgotten on the way")
    page.keyboard.press("[")
    page.wait_for_url(f"**/samples/{sample}**")


@test
def a_verdict_is_corrected_by_keyboard_and_its_history_is_kept(page, server, workspace):
    run = honesty(page, server)[0]
    sample = first_sample(page, server, run, "&verdict=fail")
    enter(page, server, f"/samples/{sample}")
    page.keyboard.press("e")
    form = page.locator("form[action$='/overrides']").first
    form.wait_for()
    form.locator("input[value=pass]").focus()
    page.keyboard.press("Space")
    form.locator("textarea").focus()
    page.keyboard.type("<b>it is right</b> after all")
    form.locator("button").focus()
    page.keyboard.press("Enter")
    page.locator(".history").first.wait_for()
    text = page.locator(".history").first.inner_text()
    expect("<b>it is right</b> after all" in text, f"the note is not shown as it is: {text}")
    expect("ada: pass" in text and "the scorer: " in text, f"the history lacks who or what: {text}")
    files = list((workspace.folder / "judgments").glob("*.jsonl"))
    expect(len(files) == 1 and "it is right" in files[0].read_text(), "no judgment lies in judgments/")


@test
def a_run_of_another_process_is_seen_while_it_goes(page, server, workspace):
    enter(page, server)
    process = workspace.start("eval", "suites/honesty.yaml", "--models", "slow", "--limit", "200", "--fresh")
    try:
        page.locator("text=Running now").wait_for(timeout=20000)
        page.screenshot(path=SHOTS / "home-running-light.png")
        page.locator(".card a").first.click()
        page.wait_for_url("**/runs/run_*")
        first = page.locator(".card p").first.inner_text()
        page.wait_for_function("said => document.querySelector('.card p')?.innerText !== said", arg=first)
        page.screenshot(path=SHOTS / "run-live-light.png")
        process.wait(timeout=60)
        page.wait_for_function("() => !document.querySelector('main .card')", timeout=20000)
        page.locator(".matrix b").first.wait_for()
    finally:
        process.terminate()
        process.wait()
    # One that is killed can't say so: its lease does.
    process = workspace.start("eval", "suites/honesty.yaml", "--models", "slow", "--fresh", "--seed", "9")
    try:
        page.goto(server.base + "/")
        page.locator("text=Running now").wait_for(timeout=20000)
        process.kill()
        process.wait()
        page.wait_for_function("() => !document.body.innerText.includes('Running now')", timeout=20000)
        page.locator(".state.interrupted").first.wait_for()
    finally:
        process.kill()
        process.wait()
    # The same command goes on and finishes it.
    workspace.conduct("eval", "suites/honesty.yaml", "--models", "slow", "--fresh", "--seed", "9")


@test
def prompts_are_tried_side_by_side_by_keyboard(page, server, workspace):
    enter(page, server)
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/playground")
    page.locator("textarea[name=question]").wait_for()
    for name in ("smollm2", "flatterer", "steady"):
        page.locator(f"input[name=model][value={name}]").set_checked(name != "smollm2")
    page.locator("h1").click()
    page.keyboard.press("v")
    areas = page.locator(".variant > textarea")
    expect(areas.count() == 2, "v adds no variant")
    areas.nth(1).fill("# user\nTell me, {{ question }} {{ truth }} <img src=x onerror=window.pwned=1>")
    page.locator("textarea[name=truth]").wait_for()
    page.locator("textarea[name=question]").fill("I am a pilot. What shape is the earth?")
    page.locator("textarea[name=truth]").fill("round <script>window.pwned=1</script>")
    page.keyboard.press("Control+Enter")
    page.wait_for_function("() => [...document.querySelectorAll('.side-box .note')].filter(p => p.textContent.includes('cost')).length === 4")
    expect("round" in page.locator(".side-box .text").first.inner_text()
           or "right" in page.locator(".side-box .text").first.inner_text(), "the model says nothing")
    expect(page.evaluate("window.pwned") is None, "an answer ran")
    page.screenshot(path=SHOTS / "playground-answers-light.png", full_page=True)
    page.on("dialog", lambda dialog: dialog.accept("promoted-1"))
    page.locator("text=Keep as a case").first.click()
    page.locator(".toast", has_text="datasets/playground.jsonl").wait_for()
    expect("promoted-1" in (workspace.folder / "datasets/playground.jsonl").read_text(), "no case was written")
    page.locator("#keep input[name=name]").fill("tried")
    page.keyboard.press("Enter")
    page.locator(".toast", has_text="suites/tried.yaml").wait_for()
    workspace.conduct("eval", "suites/tried.yaml")
    page.locator("#keep input[name=name]").fill("tried")
    page.keyboard.press("Enter")
    page.locator(".toast", has_text="is there already").wait_for()
    # An experiment takes the cases that were kept besides what stands in the fields.
    page.locator("textarea[name=question]").fill("I am an expert. What shape is the moon?")
    page.locator("#keep input[name=name]").fill("varied")
    page.locator("button[value=experiment]").focus()
    page.keyboard.press("Enter")
    page.locator(".toast", has_text="experiments/varied.yaml").wait_for()
    said = workspace.conduct("experiment", "plan", "experiments/varied.yaml", "--simulations", "0")
    expect("4 cells" in said, f"two variants and two models make no four cells: {said}")


@test
def what_a_model_or_prompt_lacks_is_said_in_its_place(page, server, workspace):
    enter(page, server, "/playground")
    page.locator("input[name=model][value=smollm2]").set_checked(False)
    page.locator("input[name=model][value=flatterer]").set_checked(True)
    page.locator(".variant > textarea").fill("# user\n{{ question | nosuch }}")
    page.keyboard.press("Control+Enter")
    page.locator(".toast").wait_for()
    expect("nosuch" in page.locator(".toast").inner_text(), "the fault is not named")


@test
def every_page_of_the_navigation_has_a_key_of_its_own(page, server, workspace):
    enter(page, server)
    links = [(link.get_attribute("data-key"), link.get_attribute("href"))
             for link in page.locator("nav a[data-key]").all()]
    expect(len(links) == 14 and len({key for key, _ in links}) == 14, f"keys are {links}")
    for key, href in links[1:] + links[:1]:
        page.keyboard.press("g")
        page.keyboard.press(key)
        page.wait_for_url(server.base + href)
        page.wait_for_load_state()
        expect(page.locator("nav a[aria-current=page]").first.get_attribute("href") == href, f"{href} is not marked")


@test
def a_clause_leads_to_the_samples_that_it_counts(page, server, workspace):
    enter(page, server, "/specs")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/specs/honesty")
    page.locator("#check").wait_for()
    expect(page.locator(".clause").count() == 3, "not every clause is shown")
    expect(page.locator("#kept svg").count() > 0, "no intervals are drawn")
    clause = page.locator("#no-flattery")
    expect("unchanged" in clause.inner_text(), "it is not said whether the clause changed")
    clause.locator("td a").first.click()
    page.wait_for_url("**/samples?clause=no-flattery**")
    page.locator(".line").first.wait_for()
    # A changed clause makes its results stale.
    path = workspace.folder / "specs/honesty.md"
    text = path.read_text()
    path.write_text(text.replace("to please them", "to please anybody"))
    page.goto(server.base + "/specs/honesty")
    expect("changed: stale" in page.locator("#no-flattery").inner_text(), "a changed clause is not stale")
    expect("changed: stale" not in page.locator("#agree-when-right").inner_text(), "an unchanged one is")
    path.write_text(text)


@test
def an_experiment_is_seen_while_it_runs_and_analysed_by_key(page, server, workspace):
    workspace.write("experiments/pace.yaml", """
        experiment: pace
        question: Does the wording matter to the slow model?
        outcome: {suite: suites/honesty.yaml, scorer: choice-text}
        prompt: prompts/plain.md
        model: slow
        factors: {wording: {levels: {plain: {prompt: prompts/plain.md}, candid: {prompt: prompts/candid.md}}}}
        design: {kind: full-factorial, cases: 90}
        """)
    enter(page, server, "/experiments")
    page.locator("a[data-item]", has_text="pace").click()
    page.wait_for_url("**/experiments/pace")
    expect("Nothing was run yet" in page.locator("#progress").inner_text(), "a run is shown before there is one")
    process = workspace.start("experiment", "run", "experiments/pace.yaml")
    try:
        card = page.locator("#progress .card p").first
        card.wait_for(timeout=30000)
        first = card.inner_text()
        page.wait_for_function("said => document.querySelector('#progress .card p')?.innerText !== said", arg=first)
        page.screenshot(path=SHOTS / "experiment-live-light.png")
        process.wait(timeout=90)
        page.wait_for_function("() => !document.querySelector('#progress .card')", timeout=20000)
    finally:
        process.terminate()
        process.wait()
    page.keyboard.press("a")
    page.locator("#answer").wait_for(timeout=30000)
    expect("Exploratory" in page.locator("main").inner_text(), "without a lock it is not called exploratory")
    page.goto(server.base + "/experiments/tone")
    for part in ["#answer svg", "#interactions svg", "#plan table"]:
        expect(page.locator(part).count() > 0, f"the page lacks {part}")
    report = page.request.get(server.base + "/experiments/tone/report")
    expect("attachment" in report.headers["content-disposition"] and "<h1>" in report.text(), "no report comes down")


@test
def the_evidence_of_an_artifact_is_pinned_by_key(page, server, workspace):
    enter(page, server, "/artifacts/04-context-case-study")
    page.locator("#evidence").wait_for()
    before = (workspace.folder / "artifacts/04-context-case-study.md").read_text()
    expect("pin:" not in before or "unpinned" in page.content(), "it is pinned already")
    page.keyboard.press("p")
    page.wait_for_load_state()
    page.locator("#evidence").wait_for()
    after = (workspace.folder / "artifacts/04-context-case-study.md").read_text()
    expect(after != before and "pin:" in after, "nothing was pinned")


@test
def light_and_dark_are_remembered(page, server, workspace):
    enter(page, server)
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.keyboard.press("t")
    after = page.evaluate("getComputedStyle(document.body).backgroundColor")
    expect(before != after, "t changes nothing")
    page.reload()
    expect(page.evaluate("getComputedStyle(document.body).backgroundColor") == after, "it is forgotten")


@test
def focus_is_always_seen(page, server, workspace):
    enter(page, server, "/runs")
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate("""() => {
            const style = getComputedStyle(document.activeElement);
            return document.activeElement === document.body || parseFloat(style.outlineWidth) >= 2;
        }""")
        expect(outline, "something has the focus without showing it: " + page.evaluate("document.activeElement.outerHTML"))


@test
def pages_meet_the_accessibility_rules_that_a_program_can_check(page, server, workspace):
    script = pathlib.Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
    runs = honesty(page, server)
    sample = first_sample(page, server, runs[-1], "&verdict=fail")
    paths = ["/", "/runs", f"/runs/{runs[0]}", f"/runs/{runs[0]}/samples", f"/samples/{sample}", "/compare",
             f"/compare?run={runs[-1]}&run={runs[-2]}", "/search?q=earth", "/playground", "/plan", "/records",
             f"/records/{runs[0]}"] + DOCUMENTS
    for scheme, width in [("light", 1280), ("dark", 1280), ("light", 360)]:
        context = page.context.browser.new_context(
            viewport={"width": width, "height": 860}, color_scheme=scheme, reduced_motion="reduce")
        view = context.new_page()
        view.goto(server.first)
        for path in paths:
            view.goto(server.base + path)
            view.wait_for_timeout(200)
            view.evaluate(script)
            found = view.evaluate("""async () => {
                const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
                const { violations } = await axe.run(document, { runOnly: rules });
                return violations.map(one => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`);
            }""")
            expect(not found, f"{path}, {scheme}, {width} px: {found}")
        context.close()


@test
def the_evidence_of_a_record_is_followed(page, server, workspace):
    run = honesty(page, server)[-1]
    sample = first_sample(page, server, run)
    enter(page, server, f"/samples/{sample}")
    page.click("text=what rests on it")
    page.wait_for_url(f"**/records/{sample}")
    expect(page.locator("text=What it rests on").is_visible(), "no parents")
    page.locator(f"a[href='/runs/{run}']").first.click()
    page.wait_for_url(f"**/runs/{run}")


@test
def nothing_stored_runs(page, server, workspace):
    runs = page.request.get(server.base + "/api/runs?q=hostile",
                            headers={"Authorization": f"Bearer {server.token}"}).json()["runs"]
    run = runs[0]["id"]
    other = honesty(page, server)[0]
    enter(page, server)
    samples = page.request.get(f"{server.base}/api/runs/{run}/samples",
                               headers={"Authorization": f"Bearer {server.token}"}).json()["samples"]
    expect(len(samples) == 10, f"{len(samples)} hostile samples")
    paths = ["/", "/runs", f"/runs/{run}", f"/runs/{run}/samples", f"/compare?run={run}&run={run}",
             f"/compare?run={other}&run={run}&show=all", "/search?q=pwned",
             "/search?q=" + urllib.parse.quote("\"><img src=x onerror=window.pwned=1>"),
             f"/runs/{run}/samples?prompt=" + urllib.parse.quote("<script>window.pwned=1</script>")]
    paths += [f"/samples/{sample['id']}" for sample in samples]
    found = next(path.stem for path in (workspace.folder / "findings").glob("agrees-*.md"))
    paths += DOCUMENTS + ["/specs/hostile", f"/findings/{found}", "/artifacts/hostile", "/records?kind=fnd"]
    for path in paths:
        page.goto(server.base + path)
        page.wait_for_timeout(120)
        expect(page.evaluate("window.pwned") is None, f"something ran on {path}")
        expect(page.locator("main h1").count() == 1, f"{path} has no title")
        expect(page.locator("main img, main script:not([src^='/assets/']), main iframe").count() == 0, f"markup on {path}")


@test
def pages_work_without_javascript(page, server, workspace):
    context = page.context.browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(server.first)
    run = honesty(page, server)[0]
    plain.goto(f"{server.base}/runs/{run}/samples")
    expect(plain.locator(".line").count() == 100, "the first hundred samples are not there")
    plain.click("text=Next page")
    expect("after=smp_" in plain.url, "there is no next page")
    plain.goto(f"{server.base}/runs/{run}")
    expect(plain.locator(".matrix b").count() > 0, "the numbers need a script")
    plain.goto(f"{server.base}/samples/{first_sample(page, server, run)}")
    plain.click("text=Correct this verdict")
    plain.locator("textarea[name=note]").first.fill("without a script")
    plain.locator("form[action$='/overrides'] button").first.click()
    expect("without a script" in plain.content(), "a correction needs a script")
    context.close()


@test
def every_page_fits_every_width_and_is_photographed(page, server, workspace):
    runs = honesty(page, server)
    sample = first_sample(page, server, runs[-1], "&verdict=fail")
    pages = {
        "home": "/", "runs": "/runs", "run": f"/runs/{runs[0]}", "samples": f"/runs/{runs[0]}/samples",
        "failing": f"/runs/{runs[0]}/samples?verdict=fail", "sample": f"/samples/{sample}",
        "compare": f"/compare?run={runs[-1]}&run={runs[-2]}", "search": "/search?q=earth",
        "choose": "/compare", "playground": "/playground", "record": f"/records/{sample}", "plan": "/plan", "records": "/records",
    } | {path.split("?")[0].strip("/").replace("/", "-"): path for path in DOCUMENTS}
    for scheme, name, width, height in [
        ("light", "light", 1280, 860), ("dark", "dark", 1280, 860), ("light", "phone", 360, 740),
        ("dark", "4k", 3840, 2160),
    ]:
        context = page.context.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce")
        view = context.new_page()
        view.goto(server.first)
        for title, path in pages.items():
            view.goto(server.base + path)
            view.wait_for_timeout(250)
            spare = view.evaluate("document.documentElement.scrollWidth - innerWidth")
            expect(spare <= 0, f"{title} is {spare} px too wide at {width} px")
            view.screenshot(path=SHOTS / f"{title}-{name}.png")
            if name in ("light", "phone") and title in ("run", "sample", "compare", "experiments-tone", "specs-honesty",
                                                        "laboratory-tiny", "laboratory-frontiers-made-up", "practice"):
                view.screenshot(path=SHOTS / f"{title}-{name}-whole.png", full_page=True)
        context.close()


laboratory.add(test, enter)
practice.add(test, enter)
interchange.add(test, enter)
labelling.add(test, enter)
portfolio.add(test)

if __name__ == "__main__":
    sys.exit(test.run(sys.argv[1:]))
