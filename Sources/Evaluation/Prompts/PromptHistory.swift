package import LanguageModel
package import Workspace

/// Every version of a prompt that ran, oldest first, with what changed and which cases it moved.
package struct PromptHistory: Sendable {
    /// One version.
    package struct Version: Sendable {
        /// SHA-256 of the templates.
        package let hash: String
        /// The templates as text, a heading for each role.
        package let text: String
        package let firstRun: Run
        package let runs: Int
        /// The lines that changed since the version before.
        package let diff: [DiffLine]
        /// What authors said about it.
        package let notes: [StoredRecord]
        /// The cases that it moved against the version before, in runs of one suite and model.
        package let moves: [Flip]
    }

    package let prompt: String
    package let versions: [Version]

    /// Reads a prompt's history from a store.
    ///
    /// - Parameter limit: at most so many runs are looked at, newest first.
    package init(of prompt: String, limit: Int = 1_000, from reader: StoreReader) async throws {
        self.prompt = prompt
        var found: [(run: Run, snapshot: PromptSnapshot)] = []
        for summary in try await reader.runs(limit: limit) {
            for snapshot in try await reader.prompts(of: summary.run.id)
            where snapshot.promptID == prompt {
                found.append((summary.run, snapshot))
            }
        }
        found.reverse()
        let notes = try await reader.records(.promptVersion, named: prompt)
        var order: [String] = []
        var runs: [String: [(run: Run, snapshot: PromptSnapshot)]] = [:]
        for item in found {
            if runs[item.snapshot.contentHash] == nil { order.append(item.snapshot.contentHash) }
            runs[item.snapshot.contentHash, default: []].append(item)
        }
        var versions: [Version] = []
        for (index, hash) in order.enumerated() {
            let own = runs[hash] ?? []
            guard let first = own.first else { continue }
            let text = Self.text(of: first.snapshot.content)
            let before = index > 0 ? versions[index - 1].text : ""
            var moves: [Flip] = []
            if index > 0, let earlier = runs[order[index - 1]] {
                moves = try await Self.moves(
                    from: earlier.map(\.run), to: own.map(\.run), prompt: prompt, reader)
            }
            versions.append(
                Version(
                    hash: hash, text: text, firstRun: first.run, runs: own.count,
                    diff: index > 0 ? LineDiff.changes(from: before, to: text) : [],
                    notes: notes.filter { $0.body["sha256"]?.string == hash }, moves: moves))
        }
        self.versions = versions
    }

    /// The templates as text.
    package static func text(of content: JSONValue) -> String {
        (content.array ?? []).map { part in
            "# \(part["role"]?.string ?? "")\n\(part["content"]?.string ?? "")"
        }.joined(separator: "\n")
    }

    /// The flips between the last complete run before and the first one after of one suite.
    private static func moves(
        from earlier: [Run], to later: [Run], prompt: String, _ reader: StoreReader
    ) async throws -> [Flip] {
        for second in later where second.status == .complete {
            guard
                let first = earlier.last(where: {
                    $0.status == .complete && $0.suite == second.suite
                })
            else { continue }
            let comparison = RunComparison(
                try await RunEvidence.read(run: first.id, from: reader),
                try await RunEvidence.read(run: second.id, from: reader))
            return comparison.flips.filter { $0.prompt == prompt }
        }
        return []
    }
}
