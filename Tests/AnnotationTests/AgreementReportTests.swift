import Annotation
import LanguageModel
import Testing
import Workspace

@Suite("Agreement of a project")
struct AgreementReportTests {
    /// Artstein and Poesio 2008, table 1: 20, 20 / 10, 50.
    private static func answers(of rater: String, _ index: Int) -> String {
        switch index {
        case 0..<20: "y"
        case 20..<40: rater == "ana" ? "y" : "n"
        case 40..<50: rater == "ana" ? "n" : "y"
        default: "n"
        }
    }

    private static func project(_ workspace: LabelWorkspace) async throws -> LabellingDesk {
        let desk = try await workspace.desk(
            workspace.project(
                "{id: ok, kind: choice, options: [\"y\", \"n\"]}",
                items: LabelWorkspace.numbers(100), annotators: "{overlap: 2}"))
        for person in ["ana", "ben"] {
            try await desk.judgeAll(as: person) { item, _ in
                ["ok": .string(answers(of: person, Int(item.source.dropFirst()) ?? 0))]
            }
        }
        return desk
    }

    @Test("What is expected before anybody judges is near what the judgments then give")
    func forecast() async throws {
        let workspace = try LabelWorkspace()
        let desk = try await Self.project(workspace)
        let question = try #require(desk.project.questions.first)
        // Worked by hand: 0.6 ± 1.96 √(0.16 / 30) / 0.5, and (1.96 · 0.8 / 0.1)² items.
        let forecast = try #require(AgreementForecast(question))
        #expect(abs(forecast.alpha - 0.6) < 1e-12)
        #expect(abs(forecast.halfWidth(items: 30) - 0.286_3) < 1e-4)
        #expect(forecast.items(forHalfWidth: 0.1) == 246)
        // The table has 70 % agreement; its bootstrap interval knows how options are used.
        let results = AgreementResults(try await desk.state())
        let alpha = try #require(
            results.columns[0].figures.first { $0.name.hasPrefix("Krippendorff") })
        let half = (try #require(alpha.high) - (try #require(alpha.low))) / 2
        let expected = try #require(AgreementForecast(question, agreement: 0.7))
            .halfWidth(items: 100)
        #expect(abs(half / expected - 1) < 0.25, "\(half) for \(expected)")
    }

    @Test("Coefficients from judgments are those published for the same table")
    func published() async throws {
        let desk = try await Self.project(LabelWorkspace())
        let results = AgreementResults(try await desk.state(), resamples: 200)
        let column = try #require(results.columns.first)
        func value(_ name: String) -> Double {
            column.figures.first { $0.name.hasPrefix(name) }?.value ?? .nan
        }
        #expect(abs(value("percent") - 0.7) < 1e-9)
        #expect(abs(value("Cohen") - 0.347826) < 1e-6)
        #expect(abs(value("Fleiss") - 0.340659) < 1e-6)
        #expect(abs(value("Krippendorff") - 0.343956) < 1e-6)
        let alpha = try #require(column.figures.first { $0.name.hasPrefix("Krippendorff") })
        let (low, high) = (try #require(alpha.low), try #require(alpha.high))
        #expect(low < 0.343956 && high > 0.343956 && high - low > 0.2)
        #expect(column.pairs.count == 1 && column.pairs[0].units == 100)
        #expect(column.stretches.count == 4)
        #expect(results.splits.count == 30)
        #expect(results.progress.disagreements == 30)
        #expect((column.itemsNeeded ?? 0) > 100)
    }

    @Test("The stored record comes back from the store and leads to every judgment")
    func stored() async throws {
        let workspace = try LabelWorkspace()
        let desk = try await Self.project(workspace)
        let results = AgreementResults(try await desk.state(), resamples: 100)
        let record = results.record(id: workspace.store.ids.next(.agreement))
        try await workspace.store.append(record)
        let found = try await workspace.store.reader.record(record.id)
        // A whole number that was written as 1.0 reads as 1; the hash sees the text.
        #expect(found.hash == record.hash)
        #expect(found.links.count { $0.relation == "counts" } == 200)
        let judgment = try #require(results.judgments.first)
        let trace = try await workspace.store.reader.trace(judgment)
        #expect(trace.children.contains { $0.node.id == record.id.description })
        #expect(trace.parents.contains { $0.relation == "judges" && !$0.node.isMissing })
        #expect(trace.parents.contains { $0.relation == "under" && !$0.node.isMissing })
    }

    @Test("Silent repeats measure raters against themselves and stay out of agreement")
    func repeats() async throws {
        let workspace = try LabelWorkspace()
        let desk = try await workspace.desk(
            workspace.project(
                "{id: score, kind: rating, levels: 5}", items: LabelWorkspace.numbers(20),
                annotators: "{overlap: 2, repeats: 0.5}"))
        for person in ["ana", "ben"] {
            var seen: Set<RecordID> = []
            try await desk.judgeAll(as: person) { item, _ in
                let base = (Int(item.source.dropFirst()) ?? 0) % 5 + 1
                let isAgain = !seen.insert(item.id).inserted
                return ["score": .integer(person == "ben" && isAgain ? 6 - base : base)]
            }
        }
        let column = try #require(
            AgreementResults(try await desk.state(), resamples: 100).columns.first)
        #expect(column.ratings == 40)
        #expect(column.figures.first?.value == 1)
        let ana = try #require(column.selves.first { $0.rater == "ana" })
        let ben = try #require(column.selves.first { $0.rater == "ben" })
        #expect(ana.units == 10 && ana.percent.value == 1)
        #expect(ben.units == 10 && (ben.percent.value ?? 1) < 0.5)
    }

    @Test("A decision settles a disagreement and takes no part in agreement")
    func adjudication() async throws {
        let desk = try await Self.project(LabelWorkspace())
        let queue = try await desk.state()
        let open = try #require(Disagreement.all(in: queue).first)
        let before = AgreementResults(queue, resamples: 100).columns[0].figures[0].value
        let decision = try await desk.adjudicate(
            open.item, answers: ["ok": "n"], note: "clause 2", by: "eva")
        #expect(decision.decides.count == 2)
        let after = try await desk.state()
        let settled = Disagreement.all(in: after).first { $0.item == open.item }
        #expect(settled?.decision == "n")
        #expect(AgreementResults(after, resamples: 100).columns[0].figures[0].value == before)
        await #expect(throws: AnnotationError.self) {
            try await desk.adjudicate(open.item, answers: ["ok": "maybe"], by: "eva")
        }
    }

    @Test("Everybody saying the same leaves chance-corrected coefficients undefined, with why")
    func noVariation() async throws {
        let desk = try await LabelWorkspace().constant()
        let column = try #require(
            AgreementResults(try await desk.state(), resamples: 100).columns.first)
        let alpha = try #require(column.figures.first { $0.name.hasPrefix("Krippendorff") })
        #expect(alpha.value == nil && alpha.reason?.contains("no variation") == true)
        #expect(column.figures.first?.value == 1)
    }

    @Test("Rankings, options, marks and votes become columns; free text says why it has none")
    func kinds() async throws {
        let workspace = try LabelWorkspace()
        let desk = try await workspace.desk(
            workspace.project(
                """
                {id: rank, kind: ranking}, {id: tags, kind: choices, options: [a, b], minimum: 0},
                {id: mark, kind: spans, labels: [x], field: question}, {id: why, kind: text},
                {id: vote, kind: pairwise}
                """, items: LabelWorkspace.pairs(6), annotators: "{overlap: 2}"))
        let queue = try await desk.state()
        #expect(queue.items.allSatisfy { $0.form == .pair })
        // A project of both sorts asks of pairs only what compares.
        #expect(desk.project.questions(for: queue.items[0]).map(\.id) == ["rank", "vote"])
        for person in ["ana", "ben"] {
            try await desk.judgeAll(as: person) { item, shown in
                let isSwapped = shown.answers[0].hasPrefix("second")
                return [
                    "rank": isSwapped ? [2, 1] : [1, 2], "vote": isSwapped ? "right" : "left",
                ]
            }
        }
        let results = AgreementResults(try await desk.state(), resamples: 100)
        #expect(results.omitted["why"] != nil)
        for name in ["rank", "vote"] {
            let column = try #require(results.columns.first { $0.name == name })
            // Both always prefer the same answer, on whichever side it stood.
            #expect(column.figures.first?.value == 1, "\(name)")
        }
        #expect(results.columns.map(\.name).contains("tags: a"))
    }
}

extension LabelWorkspace {
    fileprivate func constant() async throws -> LabellingDesk {
        let desk = try await desk(
            project(
                "{id: ok, kind: choice, options: [\"y\", \"n\"]}", items: Self.numbers(5),
                annotators: "{overlap: 2}"))
        for person in ["ana", "ben"] {
            try await desk.judgeAll(as: person) { _, _ in ["ok": "y"] }
        }
        return desk
    }
}
