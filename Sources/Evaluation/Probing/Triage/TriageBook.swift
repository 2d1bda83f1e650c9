import LanguageModel
package import Workspace

/// Logs under triage: clusters of an imported run, and what was made of them, each with the
/// records that lead back to the transcripts.
package struct TriageBook: Sendable {
    let folder: WorkspaceFolder
    let store: Store

    package init(folder: WorkspaceFolder, store: Store) {
        self.folder = folder
        self.store = store
    }

    static let clustersName = "triage-clusters"

    /// A run's transcripts in the log's order, for reading and clustering.
    package func items(of run: RecordID) async throws -> [TranscriptClusters.Item] {
        var items: [TranscriptClusters.Item] = []
        for try await page in store.reader.samples(of: run) {
            items += page.map { sample in
                TranscriptClusters.Item(
                    sample: sample.id,
                    question: sample.transcript.prefix(sample.promptCount)
                        .last { $0.role == .user }?.text ?? "", answer: sample.output)
            }
        }
        return items
    }

    /// Groups a run's transcripts, and keeps the clusters as a record.
    package func cluster(
        _ run: RecordID, basis: TranscriptClusters.Basis, threshold: Double
    ) async throws -> (clusters: TranscriptClusters, record: StoredRecord) {
        let items = try await items(of: run)
        let clusters = TranscriptClusters.of(items, basis: basis, threshold: threshold)
        let record = StoredRecord(
            id: store.ids.next(.analysis), name: Self.clustersName,
            links: [RecordLink("groups", run)],
            body: [
                "basis": .string(basis.rawValue), "threshold": .number(threshold),
                "transcripts": .integer(items.count),
                "clusters": .array(
                    clusters.clusters.map { cluster in
                        [
                            "words": .array(cluster.words.map(JSONValue.string)),
                            "samples": .array(
                                cluster.samples.map { .string($0.description) }),
                        ]
                    }),
            ])
        try await store.append(record)
        return (clusters, record)
    }

    /// The newest clusters of a run.
    ///
    /// - Throws: `EvalError` where there are none yet.
    package func clusters(of run: RecordID) async throws -> StoredRecord {
        let records = try await store.reader.records(linkingTo: run.description, kind: .analysis)
        guard let last = records.last(where: { $0.name == Self.clustersName }) else {
            throw EvalError(
                "\(run) has no clusters yet", advice: "make them: conduct triage clusters \(run)")
        }
        return last
    }

    /// The samples of a cluster, by its number from 1; the most typical first.
    package static func samples(of number: Int, in record: StoredRecord) throws -> [RecordID] {
        let all = record.body["clusters"]?.array ?? []
        guard all.indices.contains(number - 1) else {
            throw EvalError(
                "there is no cluster \(number)", advice: "they are numbered 1 to \(all.count)")
        }
        return (all[number - 1]["samples"]?.array ?? []).compactMap { RecordID($0.string ?? "") }
    }

    /// A finding's text fields.
    package struct Wording: Sendable {
        package var title: String
        package var severity: FindingDocument.Severity
        package var expected: String
        package var hypothesis: String
        package var clause: String?

        package init(
            title: String, severity: FindingDocument.Severity, expected: String,
            hypothesis: String, clause: String?
        ) {
            self.title = title
            self.severity = severity
            self.expected = expected
            self.hypothesis = hypothesis
            self.clause = clause
        }
    }

    /// Makes a finding of transcripts: the first is shown, all are linked.
    package func finding(
        of samples: [RecordID], _ wording: Wording, author: String, journal: JudgmentJournal
    ) async throws -> (document: FindingDocument, record: StoredRecord) {
        guard let first = samples.first else {
            throw EvalError("no transcript is named", advice: "name a sample or a cluster")
        }
        let book = FindingBook(folder: folder, store: store)
        var document = try await book.draft(
            from: first, title: wording.title, severity: wording.severity, clause: wording.clause)
        document.expected = wording.expected
        document.hypothesis = wording.hypothesis
        document.author = author
        if samples.count > 1 {
            document.notes =
                "Seen in \(samples.count) transcripts: "
                + samples.prefix(50).map { "`\($0)`" }.joined(separator: ", ")
                + (samples.count > 50 ? " …" : "") + "."
        }
        let (kept, record) = try await book.record(document, author: author, journal: journal)
        try await store.append(
            StoredRecord(
                id: store.ids.next(.analysis), name: "triage-finding", author: author,
                links: [RecordLink("tells", record.id)]
                    + samples.map { RecordLink("seen in", $0) },
                body: [
                    "finding": .string(record.id.description),
                    "transcripts": .integer(samples.count),
                ]))
        return (kept, record)
    }

    /// A rule that a finding asks for.
    package struct Rule: Sendable {
        package var id: String
        package var title: String
        package var modality: String
        package var statement: String
        package var rationale: String

        package init(
            id: String, title: String, modality: String, statement: String, rationale: String
        ) {
            self.id = id
            self.title = title
            self.modality = modality
            self.statement = statement
            self.rationale = rationale
        }
    }

    /// Writes a clause into a specification because of a finding, and ties both together.
    ///
    /// - Throws: `DocumentErrors` where the specification would not read with it; then nothing is
    ///   written.
    package func clause(
        _ rule: Rule, in spec: String, because finding: FindingDocument, author: String,
        journal: JudgmentJournal
    ) async throws -> StoredRecord {
        guard let first = finding.id.flatMap({ RecordID($0) }) else {
            throw EvalError(
                "\(finding.file) is a draft",
                advice: "keep it first: conduct finding record \(finding.file)")
        }
        var text = "# \(spec.split(separator: "/").last.map { String($0) } ?? spec)\n"
        if FileAccess.exists(try folder.resolve(spec)) {
            text = try UTF8Text.validate(try folder.read(spec), path: spec)
        }
        if !text.hasSuffix("\n") { text += "\n" }
        text += """

            ### \(rule.title) {#\(rule.id) \(rule.modality)}

            \(rule.statement)

            **Why.** \(rule.rationale) Seen in `\(first)` (\(finding.file)).

            **Example (bad).** User: \(Self.line(Self.question(of: finding.prompt))) \
            Assistant: \(Self.line(finding.observed))

            """
        let read = try Spec(markdown: text, path: spec)
        guard read.clauses.contains(where: { $0.id == rule.id }) else {
            throw EvalError(
                "'\(rule.id)' can't be a clause's id",
                advice: "use lower-case letters, digits and hyphens")
        }
        try folder.write(text, to: spec)
        var document = finding
        document.clause = rule.id
        document.spec = spec
        _ = try await FindingBook(folder: folder, store: store).record(
            document, author: author, journal: journal)
        let record = StoredRecord(
            id: store.ids.next(.analysis), name: "clause-from-finding", author: author,
            links: [
                RecordLink("answers", first),
                RecordLink(EvidenceChain.origin, "clause:\(rule.id)"),
                RecordLink("stands in", "document:\(spec)"),
            ],
            body: [
                "clause": .string(rule.id), "spec": .string(spec),
                "finding": .string(first.description),
            ])
        try await store.append(record)
        return record
    }

    /// What the user said last, of a prompt of one message or of several with their roles.
    private static func question(of prompt: String) -> String {
        guard let last = prompt.ranges(of: "\n\nuser: ").last else {
            return prompt.hasPrefix("user: ") ? String(prompt.dropFirst(6)) : prompt
        }
        return String(prompt[last.upperBound...])
    }

    /// The first line of a text, cut to what an example bears.
    private static func line(_ text: String) -> String {
        let words = text.split { $0.isWhitespace }
        let joined = words.joined(separator: " ")
        return joined.unicodeScalars.count <= 200 ? joined : joined.prefix(200) + " …"
    }
}
