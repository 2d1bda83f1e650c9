"""Rehearsal in the browser, by keyboard."""
import json
import pathlib
import re

from harness import HOSTILE, SHOTS, expect
from labelling import fits


def add(test, enter):
    """Adds the tests to the studio's."""

    @test
    def a_question_is_answered_marked_and_commented_by_keyboard(page, server, workspace):
        workspace.conduct("practice", "check", "tutor")
        enter(page, server)
        page.keyboard.press("g")
        page.keyboard.press("i")
        page.wait_for_url("**/practice")
        page.keyboard.press("s")
        page.wait_for_url("**/practice/questions/**")
        expect(page.locator("#time").inner_text() == "0:00", "the clock runs already")
        page.keyboard.press("s")
        page.wait_for_function("() => document.getElementById('time').textContent === '0:02'")
        page.screenshot(path=SHOTS / "practice-clock-light.png")
        page.keyboard.press("s")
        expect(page.locator("[data-time]").input_value() == "0:02", "the time is not taken over")
        expect(page.evaluate("document.activeElement.name") == "notes", "the notes do not follow")
        page.keyboard.type("41 of 60 held. " + HOSTILE[3])
        page.reload()
        expect("41 of 60" in page.locator("textarea[name=notes]").input_value(), "a slip loses the notes")
        page.locator("[data-time]").fill("1:35")
        page.locator("input[name=cites]").fill("suites/honesty.yaml clause:no-flattery")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/practice/attempts/prc_*")
        text = page.locator("main").inner_text()
        expect("1:35" in text and HOSTILE[3] in text, f"what was said is not shown: {text[:300]}")
        # The rubric: j reaches its first part, a number marks it and leads on.
        page.keyboard.press("j")
        for key in "445323":
            page.keyboard.press(key)
        expect(page.locator(".mark :checked").count() == 6, "a number does not mark")
        expect(page.evaluate("document.activeElement.closest('#rating button') !== null"), "the last mark does not lead to the button")
        page.keyboard.press("Enter")
        page.locator("#rating .banner").wait_for()
        expect("3.5 of 5" in page.locator("#rating .banner").inner_text(), page.locator("#rating .banner").inner_text())
        page.keyboard.press("i")
        page.locator("#feedback article").wait_for()
        said = page.locator("#feedback article").inner_text()
        expect("a model’s words" in said and "simulated" in said and HOSTILE[1] in said, f"it is not marked as a model's: {said}")
        fits(page, "practice-attempt")
        expect(page.evaluate("window.pwned") is None, "hostile text ran")
        known = json.loads(workspace.conduct("practice", "coverage", "--json"))
        expect(known["topics"][0]["ratings"] == [3.5] and known["topics"][0]["uncited"] == 0, known["topics"])
        page.goto(server.base + "/practice")
        expect("1 of" in page.locator("#coverage h2").inner_text() or "2 of" in page.locator("#coverage h2").inner_text(), "the coverage stays")
        expect(page.locator("#recent li").count() == 1, "what was said lately is not listed")

    @test
    def a_talk_is_given_section_by_section_with_the_clock(page, server, workspace):
        enter(page, server, "/practice")
        page.locator("summary", has_text="sections of your own").click()
        page.locator("input[name=title]").fill("Mine " + HOSTILE[0])
        page.locator("input[name=minutes]").fill("0.1")
        page.locator("textarea[name=sections]").fill("Question=2\nResult\nLimits=1 " )
        page.locator("#talks details button").click()
        page.wait_for_url("**/practice/talk?**")
        expect([one.inner_text() for one in page.locator(".sections li[data-section] .num").all()] == ["0:02", "0:03", "0:01"], "the plan is another")
        page.keyboard.press("s")
        page.wait_for_function("() => /its time is up/.test(document.getElementById('line').textContent)")
        expect(page.locator(".sections [data-over]").count() == 1, "the section that is over is not marked")
        page.keyboard.press("m")
        expect("2 of 3: Result" in page.locator("#line").inner_text(), page.locator("#line").inner_text())
        expect(page.locator("#strip .said").count() == 1, "the end of the section is not marked")
        page.screenshot(path=SHOTS / "practice-talk-running-light.png")
        page.keyboard.press("m")
        page.keyboard.press("m")
        expect(re.search("of 0:06", page.locator("#line").inner_text()), "the whole is not told")
        spoken = [box.input_value() for box in page.locator("input[name=split]").all()]
        expect(all(re.fullmatch(r"\d:\d\d", one) for one in spoken) and spoken[0] in ("0:02", "0:03"), f"{spoken}")
        page.keyboard.press("Escape")
        page.keyboard.press("w")
        page.wait_for_url("**/practice/attempts/prc_*")
        expect(page.locator("section", has_text="Sections").locator("tbody tr").count() == 3, "the sections are lost")
        expect("opinion" in page.locator("main").inner_text(), "that nothing is cited is not said")
        expect(page.evaluate("window.pwned") is None, "hostile text ran")

    @test
    def a_recording_stays_on_this_machine(page, server, workspace):
        enter(page, server, "/practice/questions/evaluate-honesty")
        sent = []
        page.on("request", lambda asked: sent.append(asked.url) if asked.method != "GET" else None)
        page.check("#record")
        page.click("#begin")
        page.wait_for_function("() => document.getElementById('time').textContent === '0:02'")
        page.click("#begin")
        page.wait_for_function("() => document.querySelector('#recorded audio')?.readyState >= 1")
        with page.expect_download() as download:
            page.click("#recorded a")
        name = download.value.suggested_filename
        expect(name.endswith((".webm", ".m4a")) and pathlib.Path(download.value.path()).stat().st_size > 1000, f"{name} holds nothing")
        expect(page.locator("input[name=recording]").input_value() == name, "the attempt does not name it")
        expect(not sent, f"something was sent: {sent}")

    @test
    def practice_works_without_javascript(page, server, workspace):
        context = page.context.browser.new_context(java_script_enabled=False)
        plain = context.new_page()
        plain.goto(server.first)
        plain.goto(server.base + "/practice/talk?document=artifacts/04-context-case-study.md&minutes=15")
        boxes = plain.locator("input[name=split]")
        boxes.nth(0).fill("95")
        boxes.nth(1).fill("2:10")
        plain.locator("textarea[name=notes]").fill("said without a script")
        plain.click("text=Keep it")
        expect("3:45" in plain.content() and "not reached" in plain.content(), "times typed in are not taken")
        plain.locator("input[name=structure][value='4']").check()
        plain.click("text=Keep the marks")
        expect("4.0 of 5" in plain.content(), "marks need a script")
        # A model without a check is refused with the way to it.
        attempt = plain.url.split("/")[-1].split("#")[0]
        answer = page.request.post(f"{server.base}/api/practice/attempts/{attempt}/feedback", data={"model": "steady"},
                                   headers={"Authorization": f"Bearer {server.token}"})
        expect(answer.status == 409 and "practice check steady" in answer.text(), answer.text())
        context.close()
