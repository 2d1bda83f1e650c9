package import Evaluation
package import Reports
package import Workspace

/// Checks a document of the portfolio: its evidence, its numbers, its structure.
package struct ArtifactCheck: Sendable {
    /// What became of a piece of evidence.
    package struct Item: Sendable {
        package enum State: String, Sendable, Hashable, Codable {
            /// The pin holds, and nothing that it rests on has changed.
            case current
            /// The result is another one than was pinned, or what it rests on has changed.
            case stale
            /// There is no pin.
            case unpinned
            /// The record, or who makes it, is not there.
            case missing
            /// Parts of the record are withheld here, so that its pin can't be checked.
            case withheld
        }

        package var reference: EvidenceReference
        package var result: EvidenceResult?
        package var state: State
        /// Why it is stale or missing.
        package var reason: String
        /// The newer run that could stand here; nil where there is none.
        package var supersededBy: RecordID?
        /// Whether there is a result that must not be shown: a headline on too few samples.
        package var isRefused = false
    }

    let folder: WorkspaceFolder
    let store: Store
    let vocabulary: ScorerVocabulary
    /// Records of which a public build shows a part alone.
    let redacted: Set<String>

    package init(
        folder: WorkspaceFolder, store: Store, scorers vocabulary: ScorerVocabulary,
        redacted: Set<String> = []
    ) {
        self.folder = folder
        self.store = store
        self.vocabulary = vocabulary
        self.redacted = redacted
    }

    /// Resolves every piece of evidence of a document.
    package func items(of document: ArtifactDocument) async throws -> [Item] {
        let resolver = EvidenceResolver(folder: folder, store: store, scorers: vocabulary)
        var dependencies: [String: RunDependencies] = [:]
        var items: [Item] = []
        for reference in document.references {
            do {
                let result = try await resolver.resolve(reference)
                var item = Item(
                    reference: reference, result: result, state: .unpinned, reason: "")
                if let pin = reference.pin {
                    item.state = reference.isPinned(to: result.hash) ? .current : .stale
                    let isRedacted =
                        redacted.contains(result.record)
                        || (reference.subject == .findings && redacted.contains("findings"))
                    if item.state == .stale, isRedacted {
                        item.state = .withheld
                        item.reason = "parts of the record are withheld in this build"
                    }
                    if item.state == .stale {
                        item.reason =
                            "the result is another one now (\(result.hash.prefix(12))…) than was "
                            + "pinned (\(pin.prefix(12))…)"
                    }
                }
                if reference.subject == .run, let id = RecordID(result.record) {
                    try await checkRun(id, &item, &dependencies)
                    if let other = result.against.flatMap({ RecordID($0) }) {
                        // The run that a comparison starts from is an older one on purpose.
                        let newer = item.supersededBy
                        try await checkRun(other, &item, &dependencies)
                        item.supersededBy = newer
                    }
                }
                items.append(item)
            } catch let error as EvidenceUnavailable {
                items.append(
                    Item(
                        reference: reference, result: nil, state: .missing,
                        reason: "\(error.reason); \(error.advice)", isRefused: error.isRefused))
            } catch let error as StoreError where error.code == .notFound {
                items.append(
                    Item(
                        reference: reference, result: nil, state: .missing,
                        reason: "\(error.message); \(error.advice)"))
            }
        }
        // What the document shows beside it is no newer run that it has missed.
        let shown = Set(items.compactMap(\.result?.record))
        for index in items.indices {
            if let newer = items[index].supersededBy, shown.contains(newer.description) {
                items[index].supersededBy = nil
            }
        }
        return items
    }

    private func checkRun(
        _ id: RecordID, _ item: inout Item, _ known: inout [String: RunDependencies]
    ) async throws {
        let reader = store.reader
        let run = try await reader.run(id)
        let dependencies: RunDependencies
        if let found = known[id.description] {
            dependencies = found
        } else {
            dependencies = RunDependencies(
                of: run, cases: try await reader.cases(of: id),
                prompts: try await reader.prompts(of: id), in: folder, scorers: vocabulary)
            known[id.description] = dependencies
        }
        if !dependencies.changes.isEmpty {
            item.state = .stale
            let list = dependencies.changes.prefix(4).joined(separator: ", ")
            let rest = dependencies.changes.count - 4
            let reason = "since \(id) these changed: \(list)\(rest > 0 ? " and \(rest) more" : "")"
            item.reason = item.reason.isEmpty ? reason : "\(item.reason); \(reason)"
        }
        let newer = try await reader.runs(limit: 50, suite: run.suite).first { summary in
            summary.run.status == .complete && summary.run.suitePath == run.suitePath
                && summary.run.kind == run.kind && summary.run.id > id
        }
        if let newer, item.supersededBy == nil { item.supersededBy = newer.run.id }
    }

    /// Everything that there is to say of a document, by place.
    package func messages(_ document: ArtifactDocument, _ items: [Item]) throws -> [CheckMessage] {
        var messages = document.errors.map {
            CheckMessage(
                .error, "broken-evidence", file: $0.file, line: $0.line, column: $0.column,
                $0.message, advice: $0.suggestion ?? "")
        }
        messages += items.flatMap { evidence($0, document) }
        let prose = Prose(document)
        messages += structure(document, prose)
        messages += numbers(document, prose, items)
        messages += claims(document, prose)
        messages += try links(document, prose)
        messages += words(document, prose)
        if document.number == 5 {
            let check = GuidelineCheck(markdown: document.text, file: document.file)
            messages += check.copies(of: try GuidelineCheck.rubrics(in: folder))
        }
        return messages.sortedByPlace
    }

    private func evidence(_ item: Item, _ document: ArtifactDocument) -> [CheckMessage] {
        let reference = item.reference
        func message(
            _ severity: CheckMessage.Severity, _ rule: String, _ text: String, _ advice: String
        ) -> CheckMessage {
            CheckMessage(
                severity, rule, file: document.file, line: reference.line,
                column: reference.column, subject: reference.label, text, advice: advice)
        }
        var messages: [CheckMessage] = []
        switch item.state {
        case .current, .withheld: break
        case .stale:
            messages.append(
                message(
                    .error, "stale-evidence", "\(reference.label): \(item.reason)",
                    "look at it, then run again or pin anew: conduct artifact pin \(document.file)")
            )
        case .unpinned:
            messages.append(
                message(
                    .warning, "unpinned-evidence", "\(reference.label) is not pinned",
                    "pin it: conduct artifact pin \(document.file)"))
        case .missing where item.isRefused:
            messages.append(
                message(
                    .error, "small-headline", "\(reference.label): \(item.reason)",
                    "a headline below its declared sample size is never shown"))
        case .missing:
            messages.append(
                message(
                    .error, "missing-evidence", "\(reference.label): not available: \(item.reason)",
                    "make the record, or take the evidence out"))
        }
        if let newer = item.supersededBy {
            messages.append(
                message(
                    .note, "superseded-evidence",
                    "\(reference.label): there is a newer run, \(newer)",
                    "name it instead if it says what you mean"))
        }
        return messages
    }
}
