/// A document's claim on a record: what it shows, of which record, and what that was when it was
/// pinned.
///
/// A block is a code fence `conduct` with YAML; in a sentence it is a code span
/// `conduct:run_…/metric/slice@pin`.
package struct EvidenceReference: Sendable, Hashable {
    /// What is shown.
    package enum Subject: String, Sendable, Hashable, CaseIterable {
        case run, experiment, agreement, arena, training, spec, coverage, findings, role
    }

    /// Where it stands.
    package enum Form: String, Sendable, Hashable { case block, inline }

    package var subject: Subject
    /// The record's id, the beginning of one, `latest`, a file or a name.
    package var id: String
    /// How it is shown; empty for the subject's usual view.
    package var view = ""
    /// The scoring, for runs.
    package var scoring: String?
    /// A scorer's name, or the path of a number in a record.
    package var metric: String?
    /// The tag, or `clause`, by which cases are divided.
    package var by: String?
    /// Conditions: `model`, `prompt`, `clause`, or a tag's name.
    package var conditions: [String: String] = [:]
    /// The run that a comparison starts from.
    package var against: String?
    /// How many scored samples a headline must rest on.
    package var least: Int?
    /// The pin: SHA-256 in hexadecimal digits, in a sentence the first 16 of them.
    package var pin: String?
    package var form = Form.block
    /// The line of the fence, or of the span; from 1.
    package var line = 0
    /// The last line of the fence, or that of the span.
    package var endLine = 0
    /// The column of the span's first mark, from 1.
    package var column = 1
    /// How many scalars the span has, marks included.
    package var length = 0

    package init(_ subject: Subject, _ id: String) {
        self.subject = subject
        self.id = id
    }

    /// What is shown of the record, apart from which record and pin: equal for equal claims.
    package var key: String {
        var parts = [view.isEmpty ? subject.rawValue : view]
        if let metric { parts.append("metric=\(metric)") }
        if let by { parts.append("by=\(by)") }
        for (name, value) in conditions.sorted(by: { $0.key < $1.key }) {
            parts.append("\(name)=\(value)")
        }
        if let against { parts.append("against=\(against)") }
        if let least { parts.append("least=\(least)") }
        return parts.joined(separator: " ")
    }

    /// How a message names it.
    package var label: String { "\(subject.rawValue) \(id), \(key)" }

    /// Whether the pin holds for a hash: all of it in a block, its beginning in a sentence.
    package func isPinned(to hash: String) -> Bool {
        guard let pin, pin.utf8.count >= 12 else { return false }
        return hash.hasPrefix(pin)
    }
}
