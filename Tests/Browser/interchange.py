"""Other programs' files uploaded and taken home."""
import json

from harness import HOSTILE, expect
from labelling import fits, write_project

CONFIG = """<View><Text name="text" value="$text"/>
<Choices name="kind" toName="text" choice="single"><Choice value="good"/><Choice value="bad"/></Choices>
<Choices name="sort" toName="text" choice="multiple"><Choice value="a"/><Choice value="b"/></Choices>
<BrushLabels name="brush" toName="text"><Label value="x"/></BrushLabels></View>"""


def add(test, enter):
    """Adds the tests to the studio's."""

    @test
    def a_label_studio_project_is_uploaded_and_goes_back_as_it_came(page, server, workspace):
        tasks = [{"id": i, "data": {"text": f"number {i} {HOSTILE[i]}"}, "annotations": [
            {"id": i * 10, "completed_by": {"email": "ana@example.org"}, "was_cancelled": False, "result": [
                {"from_name": "kind", "to_name": "text", "type": "choices", "value": {"choices": ["good" if i % 2 else "bad"]}}]},
        ]} for i in range(6)]
        enter(page, server, "/projects")
        page.locator("summary", has_text="from Label Studio").click()
        page.locator("#import input[name=name]").fill("uploaded")
        page.locator("input[name=config]").set_input_files({"name": "config.xml", "mimeType": "text/xml", "buffer": CONFIG.encode()})
        page.locator("input[name=tasks]").set_input_files(
            {"name": "tasks <b>.json", "mimeType": "application/json", "buffer": json.dumps(tasks).encode()})
        page.locator("#import button").click()
        page.locator("h1", has_text="Imported into uploaded").wait_for()
        text = page.locator("main").inner_text()
        expect("6 items, 6 judgments read, 6 of them new" in text, text)
        expect("BrushLabels" in page.locator("#lost").inner_text(), "what is lost is not said")
        fits(page, "imported", reloads=False)
        page.locator("a", has_text="The project").click()
        page.wait_for_url("**/projects/uploaded")
        page.locator("summary", has_text="Export").click()
        expect("left out" in page.locator("#export").inner_text(), "what an export loses is not said")
        with page.expect_download() as download:
            page.locator("#export a", has_text="Label Studio tasks").click()
        back = json.load(open(download.value.path()))
        expect(back == tasks, f"the tasks changed: {json.dumps(back)[:400]}")
        # The same file again adds nothing; a CSV adds what it says, and a wrong row names itself.
        page.locator("summary", has_text="Import judgments").click()
        page.locator("input[name=file]").set_input_files(download.value.path())
        page.locator("#import button").click()
        expect("0 of them new" in page.locator("main").inner_text(), page.locator("main").inner_text())
        page.goto(server.base + "/projects/uploaded")
        page.locator("summary", has_text="Import judgments").click()
        page.locator("select[name=format]").select_option("csv")
        page.locator("input[name=file]").set_input_files(
            {"name": "more.csv", "mimeType": "text/csv", "buffer": b"source,annotator,kind\ntask 0,ben,good\ntask 1,ben,bad\n"})
        page.locator("#import button").click()
        expect("2 judgments read, 2 of them new" in page.locator("main").inner_text(), page.locator("main").inner_text())
        expect("Nothing was left out" in page.locator("#lost").inner_text(), "something is said to be lost")
        wrong = page.request.post(f"{server.base}/api/projects/uploaded/import?format=csv&name=w.csv",
                                  data="source,annotator,kind\ntask 0,ben,neither\n",
                                  headers={"Authorization": f"Bearer {server.token}", "Content-Type": "text/csv"})
        expect(wrong.status == 400 and "w.csv:2" in wrong.text(), wrong.text())
        large = page.request.post(f"{server.base}/api/projects/uploaded/import",
                                  data=" " * (33 << 20), headers={"Authorization": f"Bearer {server.token}", "Content-Type": "text/plain"})
        expect(large.status == 413, f"33 MiB got {large.status}")
        twice = page.request.post(f"{server.base}/api/projects", headers={"Authorization": f"Bearer {server.token}"},
                                  data={"project": "uploaded", "config": CONFIG, "tasks": tasks})
        expect(twice.status == 400 and "is there already" in twice.text(), twice.text())
        outside = page.request.post(f"{server.base}/api/projects", headers={"Authorization": f"Bearer {server.token}"},
                                    data={"project": "../evil", "config": CONFIG, "tasks": tasks})
        expect(outside.status == 400 and not (workspace.folder.parent / "evil.yaml").exists(), outside.text())

    @test
    def argilla_and_jsonl_come_and_go_over_the_api(page, server, workspace):
        write_project(workspace, "ranks", [{"id": "order", "kind": "ranking"}],
                      [{"id": "one", "question": "Which?", "a": "first", "b": "second", "c": "third"}], {}, answers=["a", "b", "c"])
        enter(page, server, "/label/ranks?as=eva")
        for key in ["2", "=", "3", "1", "Enter"]:
            page.keyboard.press(key)
        page.wait_for_selector("#done")
        headers = {"Authorization": f"Bearer {server.token}"}
        for form in ("argilla", "jsonl", "label-studio"):
            out = page.request.get(f"{server.base}/api/projects/ranks/export?format={form}", headers=headers)
            back = page.request.post(f"{server.base}/api/projects/ranks/import?format={form}", data=out.body(),
                                     headers=headers | {"Content-Type": "text/plain"})
            expect(back.ok, f"{form}: {back.text()}")
            expect(back.json()["read"] == 1, f"{form}: {back.text()}")
            expect(back.json()["new"] == 0, f"{form} made it another judgment: {back.text()}")
