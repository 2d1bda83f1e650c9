/// The evidence chain over the store and the workspace's files: what each record came from and
/// what came of it, each missing link named.
package struct EvidenceChain: Sendable {
    /// What can be traced: a record, or something that a file or a record names.
    package enum Target: Sendable, Hashable {
        case record(RecordID)
        /// A `clause`, `case`, `suite`, `prompt`, `model` or `document` by its id.
        case named(kind: String, id: String)

        /// `clause:no-flattery` and the like; nil for anything else.
        package init?(name text: String) {
            guard let colon = text.firstIndex(of: ":") else { return nil }
            let kind = String(text[..<colon])
            let id = String(text[text.index(after: colon)...])
            guard Self.kinds.contains(kind), !id.isEmpty else { return nil }
            self = .named(kind: kind, id: id)
        }

        /// The kinds that have no records of their own.
        package static let kinds = ["clause", "case", "suite", "prompt", "model", "document"]
    }

    private let reader: StoreReader
    private let index: WorkspaceIndex

    /// The most edges of one relation that are followed and shown.
    package static let breadth = 12

    package init(_ reader: StoreReader, index: WorkspaceIndex) {
        self.reader = reader
        self.index = index
    }

    /// One step up and down.
    ///
    /// - Throws: `StoreError.notFound` for a record that is not there.
    package func trace(_ target: Target) async throws -> Trace {
        switch target {
        case .record(let id): try await record(id)
        case .named("clause", let id): try await clause(id)
        case .named("case", let id): try await testCase(id)
        case .named("suite", let id): try await suite(id)
        case .named(let kind, let id):
            Trace(
                record: located(TraceNode(kind: kind, id: id), of: nil),
                children: try await linking(to: "\(kind):\(id)"))
        }
    }

    private func record(_ id: RecordID) async throws -> Trace {
        var trace = try await reader.trace(id)
        let run = try await run(of: trace, id)
        trace.parents = trace.parents.map { TraceEdge($0.relation, located($0.node, of: run)) }
        trace.children = trace.children.map { TraceEdge($0.relation, located($0.node, of: run)) }
        switch id.kind {
        case .sample:
            let sample = try await reader.sample(id)
            trace.parents = try await checked(trace.parents, sample: sample, run: run)
            if !trace.children.contains(where: { $0.relation == "scored" }) {
                trace.children.append(Self.missing("scored", "score", "no scorer has scored it"))
            }
        case .score, .override:
            // What a document shows of the run counts this verdict.
            if let run {
                trace.children += try await reader.pins(of: run.id).map(Self.counted)
            }
        default: break
        }
        return trace
    }

    private static func counted(_ pin: EvidencePin) -> TraceEdge {
        TraceEdge(
            "counted in",
            TraceNode(kind: RecordKind.pin.word, id: pin.id.description, title: pin.document))
    }

    static func missing(_ relation: String, _ kind: String, _ why: String) -> TraceEdge {
        TraceEdge(relation, TraceNode(kind: kind, id: "none", title: why, isMissing: true))
    }

    /// The run that a record belongs to; nil for records of no run.
    private func run(of trace: Trace, _ id: RecordID) async throws -> Run? {
        switch id.kind {
        case .run: return try? await reader.run(id)
        case .sample: return try? await reader.run(reader.sample(id).run)
        case .scoring, .override, .pin:
            let parent = trace.parents.lazy.compactMap { RecordID($0.node.id) }
                .first { $0.kind == .run }
            guard let parent else { return nil }
            return try? await reader.run(parent)
        case .score:
            let sample = trace.parents.lazy.compactMap { RecordID($0.node.id) }
                .first { $0.kind == .sample }
            guard let sample else { return nil }
            return try? await reader.run(reader.sample(sample).run)
        default: return nil
        }
    }

    /// The parents of a sample, with what changed since and what is missing.
    private func checked(
        _ edges: [TraceEdge], sample: Sample, run: Run?
    ) async throws -> [TraceEdge] {
        var edges = edges
        guard let run else { return edges }
        let snapshot = try await reader.cases(of: run.id).first { $0.caseID == sample.caseID }
        let suite = index.suite(path: run.suitePath, name: run.suite)
        for place in edges.indices where edges[place].node.kind == "case" {
            let now = suite?.cases[sample.caseID]
            if let now, let then = snapshot?.contentHash, now.contentHash != then {
                edges[place].node.title = "changed since the run"
                edges[place].node.isMissing = true
            }
        }
        if snapshot?.clauses.isEmpty ?? true {
            edges.append(Self.missing("tests", "clause", "the case names no clause"))
        }
        return edges
    }

    private func clause(_ id: String) async throws -> Trace {
        var trace = Trace(record: located(TraceNode(kind: "clause", id: id), of: nil))
        if let spec = index.specs[id] {
            trace.parents.append(
                TraceEdge("stands in", TraceNode(kind: "document", id: spec, place: spec)))
        }
        for (path, suite) in index.suites.sorted(by: { $0.key < $1.key }) {
            for name in suite.order where suite.clauses[name]?.contains(id) ?? false {
                trace.children.append(
                    TraceEdge(
                        "tested by",
                        TraceNode(
                            kind: "case", id: name, title: "suite \(path)",
                            place: suite.cases[name]?.place)))
            }
        }
        if trace.children.isEmpty {
            // Cases of runs whose suites are no longer here, or were imported.
            let page = try await reader.samples(SampleQuery(clause: id), limit: Self.breadth * 8)
            var seen: Set<String> = []
            for sample in page.samples where seen.insert(sample.caseID).inserted {
                trace.children.append(
                    TraceEdge(
                        "tested by",
                        TraceNode(kind: "case", id: sample.caseID, title: "in runs alone")))
            }
        }
        if trace.children.isEmpty {
            trace.children.append(Self.missing("tested by", "case", "no case tests it"))
        }
        try await link("clause:\(id)", to: &trace)
        return trace
    }

    private func testCase(_ id: String) async throws -> Trace {
        var trace = Trace(record: located(TraceNode(kind: "case", id: id), of: nil))
        for (path, suite) in index.suites.sorted(by: { $0.key < $1.key })
        where suite.cases[id] != nil {
            trace.parents.append(TraceEdge("part of", suiteNode(path, suite)))
            let clauses = suite.clauses[id] ?? []
            trace.parents += clauses.map {
                TraceEdge("tests", located(TraceNode(kind: "clause", id: $0), of: nil))
            }
            if clauses.isEmpty {
                trace.parents.append(Self.missing("tests", "clause", "the case names no clause"))
            }
        }
        let page = try await reader.samples(SampleQuery(caseID: id), limit: Self.breadth)
        trace.children += page.samples.map { sample in
            TraceEdge(
                "answered by",
                TraceNode(
                    kind: "sample", id: sample.id.description,
                    title: "prompt \(sample.promptID), model \(sample.model), epoch "
                        + "\(sample.epoch)"))
        }
        if page.next != nil {
            let count = try await reader.count(SampleQuery(caseID: id))
            trace.children.append(
                TraceEdge(
                    "answered by",
                    TraceNode(
                        kind: "samples", id: "\(count - page.samples.count)", title: "more samples"
                    )))
        }
        if page.samples.isEmpty {
            trace.children.append(Self.missing("answered by", "sample", "no run has asked it"))
        }
        try await link("case:\(id)", to: &trace)
        return trace
    }

    /// Adds the records that link to a clause or a case: those that say what it came from go up,
    /// all others down.
    private func link(_ target: String, to trace: inout Trace) async throws {
        for edge in try await linking(to: target) {
            if edge.relation == "\(Self.origin), said by" {
                trace.parents.append(TraceEdge("written by", edge.node))
            } else {
                trace.children.append(edge)
            }
        }
    }

    /// The relation by which a record names the clause or the case that it made.
    package static let origin = "is"

    private func suiteNode(_ path: String, _ suite: WorkspaceIndex.SuiteEntry) -> TraceNode {
        TraceNode(
            kind: "suite", id: path, title: suite.name, place: suite.entry.place)
    }

    private func suite(_ id: String) async throws -> Trace {
        guard let suite = index.suite(path: id, name: id) else {
            return Trace(
                record: located(TraceNode(kind: "suite", id: id), of: nil),
                children: try await linking(to: "suite:\(id)"))
        }
        let path = index.suites.first { $0.value.entry == suite.entry }?.key ?? id
        var trace = Trace(record: suiteNode(path, suite))
        if let spec = suite.spec {
            trace.parents.append(
                TraceEdge("tests", located(TraceNode(kind: "document", id: spec), of: nil)))
        } else {
            trace.parents.append(Self.missing("tests", "document", "the suite names no spec"))
        }
        let runs = try await reader.runs(limit: Self.breadth, suite: suite.name)
        trace.children += runs.map { item in
            TraceEdge(
                "run as",
                TraceNode(
                    kind: "run", id: item.id.description,
                    title: "\(item.run.status.rawValue), \(item.run.created)"))
        }
        if runs.isEmpty { trace.children.append(Self.missing("run as", "run", "never run")) }
        trace.children += try await linking(to: "suite:\(id)")
        return trace
    }

    private func linking(to target: String) async throws -> [TraceEdge] {
        try await reader.records(linkingTo: target).map { record in
            let relation = record.links.first { $0.target == target }?.relation ?? "links"
            let author = record.author.isEmpty ? "" : ", by \(record.author)"
            return TraceEdge(
                "\(relation), said by",
                TraceNode(
                    kind: record.id.kind.word, id: record.id.description,
                    title: record.name + author))
        }
    }

    /// A node with its place in the files, or the mark that it is not there.
    private func located(_ node: TraceNode, of run: Run?) -> TraceNode {
        var node = node
        let suite = run.flatMap { index.suite(path: $0.suitePath, name: $0.suite) }
        let isImported = run?.kind == .imported
        func take(_ entry: WorkspaceIndex.Entry?, _ why: String) {
            guard let entry else {
                // What came from another tool never stood in these files.
                if isImported { return }
                node.isMissing = true
                if node.title.isEmpty { node.title = why }
                return
            }
            node.place = entry.place
            if node.title.isEmpty { node.title = entry.title }
        }
        switch node.kind {
        case "clause": take(index.clauses[node.id], "no spec here has it")
        case "case":
            take(
                suite?.cases[node.id]
                    ?? (run == nil
                        ? index.suites.values.lazy.compactMap { $0.cases[node.id] }.first
                        : nil),
                "no suite here has it")
        case "prompt":
            if run != nil, node.id == "case" { break }
            take(
                suite?.prompts[node.id]
                    ?? (run == nil
                        ? index.suites.values.lazy.compactMap { $0.prompts[node.id] }.first : nil),
                "no suite here has it")
        case "suite":
            take(
                index.suite(path: run?.suitePath ?? node.id, name: run?.suite ?? node.id)?.entry,
                "no such suite here")
        case "model":
            let base = node.id.split(separator: "+").first.map(String.init) ?? node.id
            take(index.models[base], "conduct.yaml has no such model")
        case "document":
            if isImported { break }
            if index.hasFile(node.id) { node.place = node.id } else { node.isMissing = true }
        default: break
        }
        return node
    }
}
