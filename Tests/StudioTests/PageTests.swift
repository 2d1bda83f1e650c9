import Foundation
import HTTPTypes
import LanguageModel
import Studio
import Testing
import Workspace

@Suite("Pages and calls")
struct PageTests {
    @Test("Every page answers, with its title and the run's name")
    func pages() async throws {
        let (client, run) = try await StudioFixture.client()
        let second = try await StudioFixture.make(in: client.store)
        let sample = try await StudioFixture.samples(run, in: client.store)[0]
        for (path, text) in [
            ("/", "Recent runs"), ("/runs", "honesty"), ("/runs/\(run.id)", "Prompts by scorers"),
            ("/runs/\(run.id)", "samples?tag=kind%3Deven"), ("/runs/latest", second.id.description),
            ("/runs/\(run.id)/samples", "case-5"),
            ("/samples/\(sample.id)", "What shape is the earth?"), ("/search?q=answer", "case-0"),
            ("/compare", "Choose two to four runs"),
            ("/compare?run=\(run.id)&run=\(second.id)", "side by side"),
        ] {
            let answer = try await client.ask(.get, path)
            #expect(answer.status == 200, "\(path)")
            #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
            #expect(answer.body.contains(text), "\(path) lacks \(text)")
            #expect(answer.body.hasSuffix("</html>\n"), "\(path)")
        }
    }

    @Test("An empty store has pages that say what to do")
    func empty() async throws {
        let client = try StudioClient(Store.inMemory())
        for path in ["/", "/runs"] {
            let answer = try await client.ask(.get, path)
            #expect(answer.status == 200)
            #expect(answer.body.contains("conduct eval"))
        }
        #expect(try await client.ask(.get, "/runs/latest").status == 404)
    }

    @Test(
        "What is not there or makes no sense is told, by page and by API",
        arguments: [
            ("/runs/run_zzz", 404), ("/runs/%00", 404), ("/samples/smp_nothing", 404),
            ("/runs?status=sideways", 400), ("/runs?sort=colour", 400), ("/runs?before=x", 400),
            ("/api/samples?verdict=maybe", 400), ("/api/samples?limit=0", 400),
            ("/api/samples?limit=99999", 400), ("/api/samples?after=x", 400),
            ("/api/samples?tag=novalue", 400), ("/api/samples?q=%21%21", 400),
            ("/api/compare?run=latest", 400), ("/api/runs/latest/nowhere", 404),
            ("/api/samples?failed=perhaps", 400), ("/compare?direction=up", 400),
        ])
    func wrong(path: String, status: Int) async throws {
        let (client, _) = try await StudioFixture.client()
        let answer = try await client.ask(.get, path)
        #expect(answer.status == status)
        if path.hasPrefix("/api/") {
            #expect(answer.json["error"]?["message"]?.string?.isEmpty == false)
        } else {
            #expect(answer.body.contains("</html>"))
        }
    }

    @Test("Runs are filtered and sorted")
    func runList() async throws {
        let (client, _) = try await StudioFixture.client(
            StudioFixture.Shape(suite: "alpha", labels: ["baseline"]))
        try await StudioFixture.make(
            StudioFixture.Shape(suite: "beta", cases: 3, passes: { _, _ in true }),
            in: client.store)
        try await StudioFixture.make(
            StudioFixture.Shape(suite: "gamma", isComplete: false), in: client.store)
        func suites(_ query: String) async throws -> [String] {
            try await client.ask(.get, "/api/runs?\(query)").json["runs"]?.array?
                .compactMap { $0["suite"]?.string } ?? []
        }
        #expect(try await suites("") == ["gamma", "beta", "alpha"])
        #expect(try await suites("sort=name") == ["alpha", "beta", "gamma"])
        #expect(try await suites("sort=-rate").first == "beta")
        #expect(try await suites("sort=samples").first == "beta")
        #expect(try await suites("status=interrupted") == ["gamma"])
        #expect(try await suites("q=baseline") == ["alpha"])
        #expect(try await suites("suite=beta") == ["beta"])
        #expect(try await suites("q=nothing-like-it") == [])
    }

    @Test("Samples are filtered by verdict, prompt, tag, clause and words, and paged by key")
    func sampleList() async throws {
        let (client, run) = try await StudioFixture.client(
            StudioFixture.Shape(
                cases: 30, output: { index, _, _ in index == 7 ? "a rare marmoset" : "plain words" }
            ))
        func ids(_ query: String) async throws -> [String] {
            try await client.ask(.get, "/api/runs/\(run.id)/samples?\(query)").json["samples"]?
                .array?.compactMap { $0["id"]?.string } ?? []
        }
        #expect(try await ids("limit=500").count == 60)
        #expect(try await ids("verdict=fail").count == 30)
        #expect(try await ids("verdict=fail&prompt=plain").count == 15)
        #expect(try await ids("tag=kind%3Dodd").count == 30)
        #expect(try await ids("tag=kind%3Dodd&verdict=pass").count == 0)
        #expect(try await ids("clause=no-flattery&case=case-3").count == 2)
        #expect(try await ids("q=marmoset").count == 2)
        #expect(try await ids("q=marmo").count == 2)
        _ = try await client.store.fillSearchIndex()
        #expect(try await ids("q=marmoset").count == 2)
        #expect(try await ids("q=shape+earth&limit=100").count == 60)

        var paged: [String] = []
        var next = ""
        repeat {
            let page = try await client.ask(
                .get, "/api/runs/\(run.id)/samples?limit=7\(next)"
            ).json
            paged += page["samples"]?.array?.compactMap { $0["id"]?.string } ?? []
            next = page["next"]?.string.map { "&after=\($0)" } ?? ""
        } while !next.isEmpty
        #expect(paged == (try await ids("limit=500")))

        let reader = client.store.reader
        let anchors = try await reader.anchors(SampleQuery(run: run.id), every: 25)
        #expect(anchors.count == 60)
        #expect(anchors.ids.map(\.description) == [paged[24], paged[49]])
    }

    @Test("A correction is recorded, counts at once, and the earlier ones are kept")
    func corrections() async throws {
        let (client, run) = try await StudioFixture.client()
        let sample = try await StudioFixture.samples(run, in: client.store)[0]
        let before = try await client.ask(.get, "/api/runs/\(run.id)/results").json
        #expect(before["counts"]?["overridden"] == 0)
        for (verdict, note) in [("fail", "it flatters"), ("unscored", "on second thought")] {
            let made = try await client.ask(
                .post, "/api/samples/\(sample.id)/overrides",
                body: #"{"scorer":"contains","verdict":"\#(verdict)","note":"\#(note)"}"#)
            #expect(made.status == 200)
            #expect(made.json["author"] == "tester")
        }
        let facts = try await client.ask(.get, "/api/samples/\(sample.id)").json
        #expect(
            facts["overrides"]?.array?.compactMap { $0["verdict"]?.string } == ["fail", "unscored"])
        #expect(facts["scores"]?[0]?["verdict"] == "pass")
        let page = try await client.ask(.get, "/samples/\(sample.id)")
        #expect(page.body.contains("it flatters"))
        #expect(page.body.contains("on second thought"))
        let after = try await client.ask(.get, "/api/runs/\(run.id)/results").json
        #expect(after["counts"]?["overridden"] == 1)
        let listed = try await client.ask(
            .get, "/api/runs/\(run.id)/samples?verdict=unscored"
        ).json["samples"]?.array
        #expect(listed?.count == 1)
    }

    @Test(
        "A correction that says too little is refused",
        arguments: [
            #"{"verdict":"fail","note":"x"}"#, #"{"scorer":"contains","note":"x"}"#,
            #"{"scorer":"contains","verdict":"fail"}"#,
            #"{"scorer":"contains","verdict":"fail","note":"  "}"#,
            #"{"scorer":"nobody","verdict":"fail","note":"x"}"#,
            #"{"scorer":"contains","verdict":"maybe","note":"x"}"#,
            #"{"scorer":["contains"],"verdict":"fail","note":"x"}"#, "[]", "{", "",
        ])
    func refusedCorrections(body: String) async throws {
        let (client, run) = try await StudioFixture.client()
        let sample = try await StudioFixture.samples(run, in: client.store)[0]
        let answer = try await client.ask(
            .post, "/api/samples/\(sample.id)/overrides", body: body)
        #expect(answer.status == 400)
        #expect(try await client.store.reader.overrides(ofSample: sample.id).isEmpty)
    }

    @Test("A body beyond the limit is refused")
    func largeBody() async throws {
        let (client, run) = try await StudioFixture.client()
        let sample = try await StudioFixture.samples(run, in: client.store)[0]
        let body =
            #"{"scorer":"contains","verdict":"fail","note":""#
            + String(repeating: "x", count: 2 << 20) + #""}"#
        let answer = try await client.ask(.post, "/api/samples/\(sample.id)/overrides", body: body)
        #expect(answer.status == 413)
    }

    @Test("Generated tokens are marked by their probability and tell their alternatives")
    func tokens() async throws {
        let (client, run) = try await StudioFixture.client(
            StudioFixture.Shape(
                cases: 1, prompts: ["plain"],
                logprobs: [
                    ["token": "The", "logprob": -0.01],
                    [
                        "token": " <b>", "logprob": -4.0,
                        "top": [["token": " earth", "logprob": -0.2]],
                    ],
                ]))
        let sample = try await StudioFixture.samples(run, in: client.store)[0]
        let page = try await client.ask(.get, "/samples/\(sample.id)").body
        #expect(page.contains("2 tokens, mean ln p −2.005"))
        #expect(page.contains("<span class=\"tok p4\" title=\"99.0%, ln p −0.010\">The</span>"))
        #expect(
            page.contains("class=\"tok p0\" title=\"1.8%, ln p −4.000\n earth: 81.9%\"> &lt;b&gt;<")
        )
    }

    @Test("The playground asks models side by side, and says in its cell what fails")
    func playground() async throws {
        let folder = try WorkspaceFolder.create(
            at: NSTemporaryDirectory() + "conduct-play-\(UInt64.random(in: 0...UInt64.max))",
            files: [("conduct.yaml", "models:\n  echo: {provider: echo}\n")]
        ).folder
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        let client = try StudioClient(Store.inMemory(), folder: folder)
        let asked = try await client.ask(
            .post, "/api/playground",
            body:
                ##"{"variants":["# user\nSay {{ word }}","# user\n{{ missing }}"],"models":["echo"],"variables":{"word":"hello"}}"##
        )
        #expect(asked.status == 200)
        #expect(asked.body.contains(#""output":"Say hello""#))
        #expect(asked.body.contains("event: failed"))
        #expect(asked.body.contains("missing"))
        for (body, status) in [
            (#"{"variants":[],"models":["echo"]}"#, 400),
            (#"{"variants":["x"],"models":["nobody"]}"#, 400),
            (#"{"variants":["x"],"models":["echo","echo"]}"#, 400),
            (#"{"variants":["{{ broken"],"models":["echo"]}"#, 400),
            (#"{"variants":["x"],"models":["echo"],"temperature":"hot"}"#, 400),
        ] {
            #expect(
                try await client.ask(.post, "/api/playground", body: body).status == status,
                "\(body)")
        }
        let made = try await client.ask(
            .post, "/api/playground/case",
            body: #"{"id":"one","variables":{"word":"hello"},"note":"seen"}"#)
        #expect(made.json["file"] == "datasets/playground.jsonl")
        let again = try await client.ask(
            .post, "/api/playground/case", body: #"{"id":"one","variables":{"word":"other"}}"#)
        #expect(again.status == 409)
        for name in ["../evil", "", "a b", "-x"] {
            let refused = try await client.ask(
                .post, "/api/playground/suite",
                body: #"{"name":"\#(name)","variants":["x"],"models":["echo"]}"#)
            #expect(refused.status == 400, "\(name)")
        }
    }

    @Test("Answers of other epochs are grouped by what they say")
    func epochs() async throws {
        let (client, run) = try await StudioFixture.client(
            StudioFixture.Shape(
                cases: 2, prompts: ["plain"], epochs: 5,
                output: { _, _, epoch in
                    epoch < 3 ? "The earth is round." : "You are right, it is flat!"
                }))
        let sample = try await StudioFixture.samples(run, in: client.store)[0]
        let near = try await client.ask(.get, "/api/samples/\(sample.id)/neighbours").json
        #expect(near["samples"]?.array?.count == 5)
        #expect(near["groups"]?.array?.map { $0["samples"]?.array?.count } == [3, 2])
    }

    @Test("Compared runs show what broke before what was fixed, and the words that differ")
    func compared() async throws {
        let (client, first) = try await StudioFixture.client(
            StudioFixture.Shape(
                cases: 10, prompts: ["plain"],
                output: { index, _, _ in "The earth is round \(index)." },
                passes: { index, _ in index < 8 }))
        let second = try await StudioFixture.make(
            StudioFixture.Shape(
                cases: 10, prompts: ["plain"],
                output: { index, _, _ in "The earth is flat \(index)." },
                passes: { index, _ in index >= 2 }), in: client.store)
        let page = try await client.ask(.get, "/compare?run=\(first.id)&run=\(second.id)").body
        #expect(page.contains("4 flips side by side"))
        #expect(page.contains("<del>round</del>"))
        #expect(page.contains("<ins>flat</ins>"))
        let broken = try #require(page.firstRange(of: "contains: broken"))
        let fixed = try #require(page.firstRange(of: "contains: fixed"))
        #expect(broken.lowerBound < fixed.lowerBound)
        let all = try await client.ask(
            .get, "/compare?run=\(first.id)&run=\(second.id)&show=all"
        ).body
        #expect(all.contains("10 cases side by side"))
        let json = try await client.ask(
            .get, "/api/compare?run=\(first.id)&run=\(second.id)"
        ).json
        #expect(json["comparisons"]?[0]?["flips"]?.array?.count == 4)
    }

    @Test("Prompts of one run are compared as runs are")
    func comparedPrompts() async throws {
        let (client, run) = try await StudioFixture.client(
            StudioFixture.Shape(
                cases: 12, output: { index, prompt, _ in "\(prompt) says \(index)" },
                passes: { index, prompt in prompt == "candid" || index < 4 }))
        let page = try await client.ask(
            .get, "/compare?run=\(run.id)/plain&run=\(run.id)/candid"
        ).body
        #expect(page.contains("8 flips side by side"))
        #expect(page.contains("prompt candid"))
        #expect(page.contains("<ins>candid</ins>"))
        let json = try await client.ask(
            .get, "/api/compare?run=\(run.id)%2Fplain&run=\(run.id)%2Fcandid"
        ).json
        #expect(json["comparisons"]?[0]?["differences"]?[0]?["fixed"] == 8)
        #expect(json["comparisons"]?[0]?["pairing"]?["paired_cases"] == 12)
        #expect(
            try await client.ask(.get, "/compare?run=\(run.id)/nobody&run=latest").status == 404)
    }

    @Test("The description of the API names every call, and every call it names answers")
    func description() async throws {
        let (client, run) = try await StudioFixture.client()
        let sample = try await StudioFixture.samples(run, in: client.store)[0]
        let described = try await client.ask(.get, "/api/openapi.json").json
        #expect(described["openapi"] == "3.1.0")
        let paths = try #require(described["paths"]?.object)
        #expect(paths.count > 10)
        for (path, methods) in paths where methods["get"] != nil {
            // Streams do not end by themselves.
            guard !path.hasSuffix("events"), !path.contains("playground") else { continue }
            var real = path.replacing("{run}", with: run.id.description)
                .replacing("{sample}", with: sample.id.description)
            real = real.replacing("{record}", with: sample.id.description)
            // A sample is no stored record; labelling and practice have tests of their own.
            guard !real.contains("{"), !real.hasPrefix("/api/records/"), real != "/api/plan",
                !real.hasPrefix("/api/practice")
            else { continue }
            if path == "/api/compare" { real += "?run=\(run.id)&run=\(run.id)" }
            let status = try await client.ask(.get, real).status
            #expect(status == 200 || path == "/api/compare", "\(path) answers \(status)")
        }
    }

    @Test("A record's page shows what it says, what it rests on and what rests on it")
    func evidence() async throws {
        let (client, run) = try await StudioFixture.client()
        let sample = try await StudioFixture.samples(run, in: client.store)[0]
        let finding = StoredRecord(
            id: client.store.ids.next(.finding), name: "flattery", author: "ada",
            links: [RecordLink("shown by", sample.id), RecordLink("breaks", "clause:no-flattery")],
            body: ["observed": "it <i>flatters</i>", "sample": .string(sample.id.description)])
        try await client.store.append(finding, journal: nil)
        let page = try await client.ask(.get, "/records/\(finding.id)").body
        #expect(page.contains("it &lt;i&gt;flatters&lt;/i&gt;"))
        #expect(page.contains("href=\"/samples/\(sample.id)\""))
        #expect(page.contains("no-flattery"))
        #expect(try await client.ask(.get, "/records").body.contains("flattery"))
        let back = try await client.ask(.get, "/records/\(sample.id)").body
        #expect(back.contains("href=\"/records/\(finding.id)\""))
        let trace = try await client.ask(.get, "/api/trace/\(finding.id)").json
        #expect(trace["parents"]?.array?.count == 2)
        let records = try await client.ask(.get, "/api/records?kind=fnd").json
        #expect(records["records"]?[0]?["name"] == "flattery")
        #expect(records["kinds"]?["fnd"] == 1)
        #expect(try await client.ask(.get, "/records/nonsense").status == 404)
        #expect(try await client.ask(.get, "/api/records?kind=nonsense").status == 400)
    }

    @Test("The stream of a finished run tells its counts once and ends")
    func finishedStream() async throws {
        let (client, run) = try await StudioFixture.client()
        let events = try await client.ask(.get, "/api/runs/\(run.id)/events")
        #expect(events.headers[.contentType]?.hasPrefix("text/event-stream") == true)
        #expect(events.body.split(separator: "\n\n").count == 1)
        #expect(events.body.hasPrefix("event: progress\ndata: {"))
        #expect(events.body.contains(#""status":"complete""#))
    }

    @Test("Fifty people who correct at once lose nothing and double nothing")
    func manyCorrections() async throws {
        let folder = try WorkspaceFolder.create(
            at: NSTemporaryDirectory() + "conduct-many-\(UInt64.random(in: 0...UInt64.max))",
            files: []
        ).folder
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        let store = try Store.open(at: folder.storePath)
        let run = try await StudioFixture.make(in: store)
        let client = try StudioClient(store, folder: folder)
        let sample = try await StudioFixture.samples(run, in: store)[0]
        try await withThrowingTaskGroup(of: Int.self) { group in
            for person in 0..<50 {
                group.addTask {
                    try await client.ask(
                        .post, "/api/samples/\(sample.id)/overrides",
                        body:
                            #"{"scorer":"contains","verdict":"fail","note":"seen","author":"p\#(person)"}"#
                    ).status
                }
            }
            for try await status in group { #expect(status == 200) }
        }
        let kept = try await store.reader.overrides(ofSample: sample.id)
        #expect(Set(kept.map(\.author)).count == 50)
        #expect(kept.count == 50)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.root + "/judgments")
        #expect(files.count == 50)
    }

    @Test("The plan is read with its evidence, and needs a workspace")
    func plan() async throws {
        let (bare, _) = try await StudioFixture.client()
        #expect(try await bare.ask(.get, "/plan").body.contains("needs a workspace"))
        #expect(try await bare.ask(.get, "/api/plan").status == 409)
        let folder = try WorkspaceFolder.create(
            at: NSTemporaryDirectory() + "conduct-plan-\(UInt64.random(in: 0...UInt64.max))",
            files: []
        ).folder
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        let client = try StudioClient(Store.inMemory(), folder: folder)
        let page = try await client.ask(.get, "/plan").body
        #expect(page.contains("It has not begun"))
        let plan = try await client.ask(.get, "/api/plan").json
        #expect(plan["length"] == 90)
        #expect((plan["items"]?.array?.count ?? 0) > 30)
    }

    @Test("A part of a page is not sent again while it is the same")
    func parts() async throws {
        let (client, _) = try await StudioFixture.client()
        let first = try await client.ask(.get, "/parts/runs")
        let tag = try #require(first.headers[.eTag])
        let again = try await client.ask(.get, "/parts/runs", headers: [.ifNoneMatch: tag])
        #expect(again.status == 304)
        #expect(again.body.isEmpty)
    }
}
