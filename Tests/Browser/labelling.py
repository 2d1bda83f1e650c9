"""Labelling and voting in the browser, by keyboard, from the first item to the report."""
import json
import pathlib

import axe_playwright_python

from harness import HOSTILE, SHOTS, Server, expect


AXE = pathlib.Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()


def write_project(workspace, name, questions, items, annotators, **source):
    lines = "".join(json.dumps(item) + "\n" for item in items)
    (workspace.folder / "datasets" / f"{name}.jsonl").write_text(lines)
    workspace.write(f"labels/{name}.md", f"# How to judge\n\nRead twice. {HOSTILE[0]}\n")
    (workspace.folder / "labels" / f"{name}.yaml").write_text(
        f"project: {name}\nguideline: labels/{name}.md\nquestions: {json.dumps(questions)}\n"
        f"items: {json.dumps({'file': f'datasets/{name}.jsonl'} | source)}\nannotators: {json.dumps(annotators)}\n")


def judge(page, key):
    """Answers the item on the page and waits for the next."""
    handle = page.locator("input[name=handle]").get_attribute("value")
    page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "handle => document.getElementById('done') || document.querySelector('input[name=handle]')?.value !== handle",
        arg=handle)
    page.wait_for_load_state()


def fits(page, name, reloads=True):
    """Takes the page as wide as a phone, in the dark, and as it was; nothing may stick out, and
    everybody must be able to use it."""
    for scheme, width in [("light", 360), ("dark", 1280), ("light", 1280)]:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 860})
        if reloads:
            page.reload()
        spare = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        expect(spare <= 0, f"{name} is {spare} px too wide at {width} px")
        # What the bar covers while a page is scrolled is no fault of the page.
        page.evaluate("scrollTo(0, 0)")
        page.evaluate(AXE)
        found = page.evaluate("""async () => {
            const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
            const { violations } = await axe.run(document, { runOnly: rules });
            return violations.map(one => `${one.id}: ${one.nodes[0].html.slice(0, 160)}`);
        }""")
        expect(not found, f"{name}, {scheme}, {width} px: {found}")
        page.screenshot(path=SHOTS / f"{name}-{'phone' if width == 360 else scheme}.png")


def add(test, enter):
    """Adds the tests to the studio's."""

    @test
    def thirty_items_by_two_people_from_start_to_the_agreement_report(page, server, workspace):
        items = [{"id": f"n{i}", "question": f"Is {i} even?", "answer": f"{i} is even. {HOSTILE[i % len(HOSTILE)]}"}
                 for i in range(30)]
        write_project(workspace, "truth",
                      [{"id": "true", "kind": "choice", "options": ["yes", "no"], "title": "Is it true?"}],
                      items, {"overlap": 2, "names": ["ana", "ben"]})
        enter(page, server, "/projects")
        page.locator("a[data-item]", has_text="truth").click()
        for person in ["ana", "ben"]:
            page.goto(server.base + "/projects/truth")
            expect(person == "ben" or "± 0.1" in page.locator("#needed").inner_text(), "how many are needed is not said")
            page.locator("input[name=as]").fill(person)
            page.keyboard.press("Enter")
            page.wait_for_url("**/label/truth?as=" + person)
            count = 0
            while not page.locator("#done").count():
                text = page.locator(".label-shown").inner_text()
                number = int(text.split("Is ")[1].split(" ")[0])
                even = number % 2 == 0
                # Ben differs on multiples of five.
                yes = even if person == "ana" or number % 5 else not even
                judge(page, "1" if yes else "2")
                count += 1
                expect(count <= 30, "more items than there are")
            expect(count == 30, f"{person} judged {count} items")
        enter(page, server, "/projects/truth")
        expect("60 of 60 judgments" in page.content(), "the progress is not complete")
        expect("6 disagreements to decide" in page.content(), "the disagreements are not counted")
        fits(page, "project")
        page.keyboard.press("j")
        page.keyboard.press("1")
        page.wait_for_function("() => document.body.textContent.includes('5 disagreements to decide')")
        page.keyboard.press("a")
        page.wait_for_url("**/projects/truth/agreement")
        text = page.locator("main").inner_text()
        for said in ["Krippendorff alpha, nominal", "Gwet AC1", "Cohen kappa", "0.800", "Items that split the raters"]:
            expect(said in text, f"the report lacks {said}")
        fits(page, "agreement")
        expect(page.evaluate("window.pwned") is None, "hostile text ran")
        report = json.loads(workspace.conduct("label", "agreement", "truth", "--json"))
        figures = {figure["name"]: figure["value"] for figure in report["questions"][0]["figures"]}
        expect(abs(figures["percent agreement"] - 0.8) < 1e-9, f"the command line says {figures}")
        # What is exported imports again unchanged; a download holds the same.
        with page.expect_download() as download:
            page.goto(server.base + "/projects/truth")
            page.locator("summary", has_text="Export").click()
            page.locator("a", has_text="Label Studio tasks").click()
        expect("tasks.json" in download.value.suggested_filename, download.value.suggested_filename)
        tasks = workspace.folder / "tasks.json"
        workspace.conduct("label", "export", "truth", "--format", "label-studio", "--output", str(tasks))
        said = workspace.conduct("label", "import", "truth", str(tasks))
        expect("0 of them new" in said, said)
        again = workspace.folder / "again.json"
        workspace.conduct("label", "export", "truth", "--format", "label-studio", "--output", str(again))
        expect(tasks.read_text() == again.read_text(), "the export changed")
        expect(tasks.read_text() == pathlib.Path(download.value.path()).read_text(), "the download is another one")

    @test
    def every_kind_of_question_is_answered_by_keyboard(page, server, workspace):
        write_project(workspace, "kinds", [
            {"id": "rate", "kind": "rating", "levels": 5},
            {"id": "tags", "kind": "choices", "options": ["short", "kind", "true"]},
            {"id": "mark", "kind": "spans", "labels": ["claim"], "field": "answer"},
            {"id": "tree", "kind": "taxonomy", "tree": {"harm": ["body", "purse"], "none": None}},
            {"id": "why", "kind": "text", "required": False},
        ], [{"id": "one", "answer": "naïve 👩 claim"}, {"id": "two", "answer": "again"}], {})
        enter(page, server, "/label/kinds?as=eva")
        is_one = "claim" in page.locator(".label-shown").inner_text()
        if not is_one:
            page.keyboard.press("s")
            page.wait_for_function("() => document.querySelector('.label-shown').textContent.includes('claim')")
        # Choosing one of several goes on to the next question by itself.
        page.keyboard.press("4")
        page.keyboard.press("1")
        page.keyboard.press("3")
        page.keyboard.press("ArrowDown")
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("1")
        expect("claim" in page.locator(".marks li").inner_text(), "the mark is not listed")
        # One mark too many is taken back.
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("1")
        page.keyboard.press("Backspace")
        expect(page.locator(".marks li").count() == 1, "a mark is not taken away")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("3")
        fits(page, "label", reloads=False)
        handle = page.locator("input[name=handle]").get_attribute("value")
        page.keyboard.press("Enter")
        page.wait_for_function("handle => document.querySelector('input[name=handle]')?.value !== handle", arg=handle)
        lines = workspace.conduct("label", "export", "kinds", "--format", "jsonl").splitlines()
        bodies = [json.loads(line)["body"] for line in lines]
        said = next(body for body in bodies if body["answers"])
        expect(said["answers"]["rate"] == 4, said)
        expect(said["answers"]["tags"] == ["short", "true"], said)
        expect(said["answers"]["mark"] == [{"start": 8, "end": 13, "label": "claim", "text": "claim"}], said)
        expect(said["answers"]["tree"] == [["harm", "purse"]], said)
        expect(said["elapsed_ms"] > 0, said)
        # Back to it: the answers are filled in, a change takes their place.
        page.goto(server.base + "/label/kinds?as=eva&undo=1")
        expect(page.locator("input[name=q-rate][value='4']").is_checked(), "the former answer is not filled in")
        page.locator("input[name=q-rate][value='2']").click()
        page.keyboard.press("Enter")
        page.wait_for_url("**/label/kinds?as=eva")
        lines = workspace.conduct("label", "export", "kinds", "--format", "jsonl").splitlines()
        expect(any("replaces" in line and '"rate":2' in line for line in lines), lines)

    @test
    def a_ranking_with_ties_and_a_tenth_option_are_given_by_keyboard(page, server, workspace):
        write_project(workspace, "order", [
            {"id": "order", "kind": "ranking"},
        ], [{"id": "one", "question": "Which?", "a": "first", "b": "second", "c": "third"}], {}, answers=["a", "b", "c"])
        enter(page, server, "/label/order?as=eva")
        for key in ["2", "=", "3", "1"]:
            page.keyboard.press(key)
        expect([box.input_value() for box in page.locator("[data-rank]").all()] == ["3", "1", "1"], "the ranks are wrong")
        fits(page, "label-order", reloads=False)
        page.keyboard.press("Enter")
        page.wait_for_selector("#done")
        body = json.loads(workspace.conduct("label", "export", "order", "--format", "jsonl").splitlines()[0])["body"]
        expect([len(group) for group in body["answers"]["order"]] == [2, 1], body)
        write_project(workspace, "many", [
            {"id": "many", "kind": "choices", "options": [f"option {i}" for i in range(12)]},
        ], [{"id": "one", "text": "one"}], {})
        page.goto(server.base + "/label/many?as=eva")
        for _ in range(10):
            page.keyboard.press("j")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.wait_for_selector("#done")
        body = json.loads(workspace.conduct("label", "export", "many", "--format", "jsonl").splitlines()[0])["body"]
        expect(body["answers"]["many"] == ["option 9"], body)

    @test
    def a_missing_answer_is_asked_for_and_cant_tell_is_one(page, server, workspace):
        write_project(workspace, "missing", [{"id": "ok", "kind": "choice", "options": ["y", "n"]}],
                      [{"id": "one", "text": "one"}], {})
        enter(page, server, "/label/missing?as=eva")
        page.keyboard.press("Enter")
        expect(page.locator(".toast").inner_text().startswith("This question needs"), "nothing is said")
        page.keyboard.press("c")
        page.keyboard.press("Enter")
        page.wait_for_selector("#done")

    @test
    def a_killed_studio_has_lost_no_judgment(page, server, workspace):
        write_project(workspace, "crash", [{"id": "ok", "kind": "choice", "options": ["y", "n"]}],
                      [{"id": f"n{i}", "text": str(i)} for i in range(9)], {})
        other = Server(workspace)
        headers = {"Authorization": f"Bearer {other.token}"}
        for _ in range(5):
            turn = page.request.get(f"{other.base}/api/label/crash/next?as=eva", headers=headers).json()["next"]
            answer = page.request.post(f"{other.base}/api/label/crash/judgments", headers=headers, data={
                "as": "eva", "ticket": turn["ticket"], "handle": turn["handle"], "answers": {"ok": "y"}})
            expect(answer.ok, answer.text())
        # What was handed out before the crash can be answered after it.
        turn = page.request.get(f"{other.base}/api/label/crash/next?as=eva", headers=headers).json()["next"]
        other.process.kill()
        other.process.wait()
        again = Server(workspace)
        headers = {"Authorization": f"Bearer {again.token}"}
        answer = page.request.post(f"{again.base}/api/label/crash/judgments", headers=headers, data={
            "as": "eva", "ticket": turn["ticket"], "handle": turn["handle"], "answers": {"ok": "n"}})
        expect(answer.ok, answer.text())
        state = page.request.get(f"{again.base}/api/projects/crash", headers=headers).json()
        expect(state["done"] == 6, f"{state['done']} of 6 judgments are there")
        lines = (workspace.folder / "judgments/eva.jsonl").read_text().splitlines()
        expect(sum('"project":"crash"' in line for line in lines) == 6, "the journal lacks some")
        expect(again.end() == 0, "the studio does not end by itself")

    @test
    def a_personal_link_opens_its_own_queue_alone(page, server, workspace):
        write_project(workspace, "own", [{"id": "ok", "kind": "choice", "options": ["y", "n"]}],
                      [{"id": f"n{i}", "text": str(i)} for i in range(3)], {"names": ["ana", "ben"]})
        enter(page, server, "/projects/own")
        page.locator("summary", has_text="Personal links").click()
        link = page.locator("a[href*='/label/own?token=']").first.get_attribute("href")
        page.context.clear_cookies()
        page.goto(server.base + link)
        expect("token" not in page.url, f"the token stays in {page.url}")
        expect("ana" in page.locator(".head").inner_text(), "the link has no person")
        for path in ["/", "/projects/own", "/projects/own/agreement", "/api/projects/own", "/runs", "/label/own?as=ben"]:
            answer = page.request.get(server.base + path)
            expect(answer.status == 403, f"{path} answers {answer.status}")
        judge(page, "1")

    @test
    def votes_are_blind_and_lead_to_a_standing(page, server, workspace):
        runs = page.request.get(server.base + "/api/runs?suite=honesty-under-pressure",
                                headers={"Authorization": f"Bearer {server.token}"}).json()["runs"]
        workspace.conduct("arena", "new", "duel", "--run", runs[0]["id"], "--players", "both")
        enter(page, server, "/arena/duel")
        page.keyboard.press("v")
        page.wait_for_url("**/arena/duel/vote")
        shown = page.locator(".label-shown").inner_text()
        expect("flatterer" not in shown and "steady" not in shown, "a vote is not blind")
        for key in "123412":
            ticket = page.locator("input[name=ticket]").get_attribute("value")
            page.keyboard.press(key)
            page.wait_for_function("ticket => document.querySelector('input[name=ticket]')?.value !== ticket", arg=ticket)
        # The last vote is taken back; a word of why does not vote by Enter.
        page.keyboard.press("z")
        page.wait_for_url("**undo=1")
        expect("You said" in page.locator(".banner").inner_text(), "the former vote is not told")
        page.keyboard.press("r")
        page.keyboard.type("shorter")
        page.keyboard.press("Enter")
        expect("undo=1" in page.url, "Enter in the reason voted")
        page.keyboard.press("Escape")
        page.keyboard.press("9")
        page.keyboard.press("ArrowLeft")
        page.wait_for_url(lambda url: "undo" not in url)
        last = json.loads((workspace.folder / "judgments/ada.jsonl").read_text().splitlines()[-1])
        expect(last["body"]["choice"] == "left" and last["body"]["confidence"] == 3, last)
        expect(last["body"]["reason"] == "shorter", last)
        fits(page, "arena-vote")
        page.goto(server.base + "/arena/duel")
        expect("6 votes" in page.locator("main").inner_text(), "the votes are not counted")
        fits(page, "arena")
