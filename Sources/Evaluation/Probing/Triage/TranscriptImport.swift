import LanguageModel
package import Workspace

/// Takes a product's transcripts into the store as a run whose samples are read, coded and turned
/// into findings like any other.
package struct TranscriptImport: Sendable {
    /// What happens to addresses, numbers and keys.
    package enum Privacy: Sendable, Hashable {
        /// They are replaced before anything is stored.
        case mask
        /// They are stored as they are: the user says so.
        case keep
        /// An import that meets some is refused.
        case ask
    }

    package struct Outcome: Sendable {
        package let run: RecordID
        package let transcripts: Int
        /// Transcripts without an answer.
        package let unanswered: Int
        /// Different values met, by kind.
        package let found: [TextMasking.Kind: Int]
        package let isMasked: Bool
    }

    private let store: Store
    private let toolVersion: String

    package init(store: Store, toolVersion: String) {
        self.store = store
        self.toolVersion = toolVersion
    }

    /// Imports a file, whole or not at all.
    ///
    /// - Parameters:
    ///   - path: the file's name for errors and the run's origin.
    ///   - name: what the run is called; nil takes the file's name.
    ///   - names: names of people that are replaced wherever they stand.
    ///   - again: whether a file that was imported before is taken once more.
    /// - Throws: `DocumentError` naming the line; `EvalError` where something should be masked and
    ///   nobody said whether.
    package func run(
        _ file: String, path: String, name: String?, model: String, privacy: Privacy,
        names: [String] = [], again: Bool = false
    ) async throws -> Outcome {
        let source = try ImportSource(file: file, path: path)
        let records = try source.records()
        var people = NameFinder()
        for one in names { people.add(one) }
        for record in records { TranscriptReader.learn(record.value, &people) }
        people.settle()
        var masking = TextMasking(people: people)
        let masked = records.map { record in
            ImportSource.Record(
                line: record.line, place: record.place,
                value: TranscriptReader.masked(record.value, &masking))
        }
        if privacy == .ask, !masking.counts.isEmpty {
            throw EvalError(
                "\(path) holds \(Self.sentence(masking.counts))",
                advice: "say --mask to replace them before anything is stored, or --keep")
        }
        let hash = try FileAccess.hash(file, path: path)
        if !again, let earlier = try await earlier(hash) {
            throw EvalError(
                "\(path) was imported before, as \(earlier)",
                advice: "use that run, or import it once more with --again")
        }
        let reader = TranscriptReader(source: source, model: model)
        var assembly = RunAssembly(source, format: .plain, run: store.ids.next(.run))
        var unanswered = 0
        for record in privacy == .mask ? masked : records {
            let sample = try reader.sample(record)
            if sample.failure != nil { unanswered += 1 }
            try assembly.add(sample, at: record)
        }
        let short = path.split(separator: "/").last.map(String.init) ?? path
        let stem = short.hasSuffix(".jsonl") ? String(short.dropLast(6)) : short
        let made = try assembly.finish(
            suite: name ?? stem,
            origin: [
                "file": .string(short), "sha256": .string(hash), "format": "transcripts",
                "masked": privacy == .mask
                    ? .object(
                        Dictionary(
                            uniqueKeysWithValues: masking.counts.map {
                                ($0.key.rawValue, .integer($0.value))
                            }))
                    : .null,
            ], passMark: nil, toolVersion: toolVersion, ids: store.ids, notes: [])
        let entries = made.entries
        let run = try await store.importRun(
            made.plan,
            entries: AsyncStream { continuation in
                for entry in entries { continuation.yield(entry) }
                continuation.finish()
            })
        return Outcome(
            run: run.id, transcripts: entries.count, unanswered: unanswered,
            found: masking.counts, isMasked: privacy == .mask)
    }

    private func earlier(_ hash: String) async throws -> RecordID? {
        try await store.reader.runs(limit: 10_000).first {
            $0.run.kind == .imported && $0.run.origin?["sha256"]?.string == hash
                && $0.run.status == .complete
        }?.id
    }

    /// `2 e-mail addresses, 1 key or token`.
    package static func sentence(_ counts: [TextMasking.Kind: Int]) -> String {
        TextMasking.Kind.allCases.compactMap { kind in
            guard let count = counts[kind] else { return nil }
            let word =
                count == 1
                ? kind.word
                : kind == .key
                    ? "keys or tokens" : kind.word + (kind.word.hasSuffix("s") ? "es" : "s")
            return "\(count) \(word)"
        }.joined(separator: ", ")
    }
}
