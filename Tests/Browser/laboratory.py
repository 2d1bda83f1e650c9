"""Trainings and frontiers in the browser."""
import json
import signal

from harness import SHOTS, expect

LONG = """
    method: dpo
    model: smollm2
    data: datasets/pairs.jsonl
    batch-size: 1
    epochs: {epochs}
    watch: {{prompts: 1, max-tokens: 2}}
    lora: {{rank: 2, alpha: 4, layers: all-linear}}
    """


def add(test, enter):
    """Adds the tests to the studio's."""

    @test
    def a_training_is_seen_while_it_goes_and_when_it_was_killed(page, server, workspace):
        workspace.write("recipes/long.yaml", LONG.format(epochs=60))
        enter(page, server, "/laboratory")
        process = workspace.start("align", "dpo", "recipes/long.yaml")
        try:
            page.locator("h2", has_text="Under way").wait_for(timeout=60000)
            page.locator(".card a", has_text="long").first.click()
            page.wait_for_url("**/laboratory/trn_*")
            page.wait_for_function("() => /step [2-9]/.test(document.querySelector('.live-card')?.innerText)", timeout=60000)
            said = page.locator(".live-card").inner_text()
            page.wait_for_function("said => document.querySelector('.live-card')?.innerText !== said", arg=said, timeout=30000)
            page.locator("text=Loss").first.wait_for()
            expect(page.locator("figure svg").count() > 2, "no curves are drawn")
            page.screenshot(path=SHOTS / "training-live-light.png")
            training = page.url.rsplit("/", 1)[1]
            home = page.context.new_page()
            home.goto(server.base + "/")
            expect(home.locator(".card", has_text="long").count() == 1, "home does not tell of the training")
            process.send_signal(signal.SIGKILL)
            process.wait()
            # Both pages find out by themselves: the lock went with the process.
            page.locator(".state.interrupted").wait_for(timeout=15000)
            expect("conduct align dpo recipes/long.yaml" in page.locator(".live-card").inner_text(), "how to go on is not said")
            home.wait_for_function("() => ![...document.querySelectorAll('.card')].some(card => card.innerText.includes('long'))")
            known = page.request.get(server.base + "/api/trainings",
                                     headers={"Authorization": f"Bearer {server.token}"}).json()
            expect(training in known["interrupted"] and not known["under_way"], f"the API tells {known['under_way']}")
            page.screenshot(path=SHOTS / "training-killed-light.png")
        finally:
            process.kill()
            process.wait()

    @test
    def a_frontier_is_read_and_leads_to_its_report(page, server, workspace):
        enter(page, server, "/laboratory")
        page.locator("#frontiers a[data-item]").first.click()
        page.wait_for_url("**/laboratory/frontiers/made-up")
        text = page.locator("main").inner_text()
        expect("24 of 27 trainings measured" in text, "how far it is is not told")
        expect("Not locked beforehand" in text and "As expected" in text, "the hypothesis has no answer")
        expect(page.locator("figure svg .c-band1").count() > 0 or page.locator("figure svg polygon").count() > 0, "no bands are drawn")
        report = page.request.get(server.base + "/laboratory/frontiers/made-up/report")
        expect("attachment" in report.headers["content-disposition"] and "<h1>" in report.text(), "no report comes down")
        known = page.request.get(server.base + "/api/frontiers/made-up",
                                 headers={"Authorization": f"Bearer {server.token}"}).json()
        expect(len(known["methods"]) == 3 and known["missing"] == 3, json.dumps(known)[:300])
