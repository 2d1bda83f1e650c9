import LanguageModel
package import Workspace

/// What changed between two versions of a specification, clause by clause.
package struct SpecDiff: Codable, Sendable, Hashable {
    /// A part of a clause that reads otherwise.
    package struct Part: Codable, Sendable, Hashable {
        /// `statement`, `modality`, `why` …
        package var name: String
        package var before: String
        package var after: String
    }

    /// A clause that is not what it was.
    package struct Change: Codable, Sendable, Hashable {
        package enum Kind: String, Codable, Sendable { case added, removed, changed, moved }
        package var kind: Kind
        package var clause: String
        package var title: String
        package var parts: [Part]
        /// Whether the change makes earlier results stale: all but moving does.
        package var makesStale: Bool

        package enum CodingKeys: String, CodingKey {
            case kind, clause, title, parts
            case makesStale = "makes_stale"
        }
    }

    package var before: String
    package var after: String
    package var changes: [Change]

    /// Compares clause by id.
    package init(_ before: Spec, _ after: Spec, names: (String, String)) {
        self.before = names.0
        self.after = names.1
        changes = []
        for clause in after.clauses {
            guard let old = before.clause(clause.id) else {
                changes.append(
                    Change(
                        kind: .added, clause: clause.id, title: clause.title, parts: [],
                        makesStale: false))
                continue
            }
            let parts = Self.parts(old, clause)
            if !parts.isEmpty {
                changes.append(
                    Change(
                        kind: .changed, clause: clause.id, title: clause.title, parts: parts,
                        makesStale: true))
            } else if old.path != clause.path || old.level != clause.level {
                changes.append(
                    Change(
                        kind: .moved, clause: clause.id, title: clause.title,
                        parts: [
                            Part(
                                name: "place", before: old.path.joined(separator: " › "),
                                after: clause.path.joined(separator: " › "))
                        ], makesStale: false))
            }
        }
        for clause in before.clauses where after.clause(clause.id) == nil {
            changes.append(
                Change(
                    kind: .removed, clause: clause.id, title: clause.title, parts: [],
                    makesStale: true))
        }
    }

    private static func parts(_ old: Clause, _ new: Clause) -> [Part] {
        guard let before = old.content.object, let after = new.content.object else { return [] }
        return before.keys.sorted().compactMap { key in
            guard let left = before[key], let right = after[key], left != right else { return nil }
            return Part(name: key, before: text(left), after: text(right))
        }
    }

    /// A part as a reader would see it.
    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .string(let text): text
        case .array(let items): items.map(text).joined(separator: "\n")
        case .object(let members):
            members.keys.sorted().compactMap { key in
                members[key].flatMap { $0.isNull ? nil : "\(key): \(text($0))" }
            }.joined(separator: "; ")
        default: value.serialized()
        }
    }
}

/// The difference between two texts, word by word.
package enum WordDiff {
    /// A run of words.
    package enum Piece: Sendable, Hashable {
        case same(String)
        case removed(String)
        case added(String)
    }

    /// The longest common subsequence of words decides what is the same; texts of more than
    /// 2,000 words are told as replaced whole.
    package static func pieces(_ before: String, _ after: String) -> [Piece] {
        let old = words(before)
        let new = words(after)
        guard old.count <= 2_000, new.count <= 2_000 else {
            return [.removed(before), .added(after)]
        }
        // lengths[i][j]: the longest common subsequence of old[i...] and new[j...].
        let width = new.count + 1
        var lengths = [Int32](repeating: 0, count: (old.count + 1) * width)
        for i in stride(from: old.count - 1, through: 0, by: -1) {
            for j in stride(from: new.count - 1, through: 0, by: -1) {
                lengths[i * width + j] =
                    old[i] == new[j]
                    ? lengths[(i + 1) * width + j + 1] + 1
                    : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
            }
        }
        var pieces: [Piece] = []
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if i < old.count, j < new.count, old[i] == new[j] {
                append(.same(new[j]), to: &pieces)
                i += 1
                j += 1
            } else if i < old.count,
                j == new.count || lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]
            {
                append(.removed(old[i]), to: &pieces)
                i += 1
            } else {
                append(.added(new[j]), to: &pieces)
                j += 1
            }
        }
        return pieces
    }

    private static func append(_ piece: Piece, to pieces: inout [Piece]) {
        switch (pieces.last, piece) {
        case (.same(let text), .same(let word)): pieces[pieces.count - 1] = .same(text + " " + word)
        case (.removed(let text), .removed(let word)):
            pieces[pieces.count - 1] = .removed(text + " " + word)
        case (.added(let text), .added(let word)):
            pieces[pieces.count - 1] = .added(text + " " + word)
        default: pieces.append(piece)
        }
    }

    private static func words(_ text: String) -> [String] {
        text.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
    }
}
