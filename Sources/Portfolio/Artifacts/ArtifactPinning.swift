import LanguageModel
package import Reports
import Workspace

/// Writes pins into a document: what its evidence says now is what it will be held to.
package struct ArtifactPinning: Sendable {
    package var text: String
    /// How many pieces of evidence have a pin now.
    package var pinned = 0
    /// Evidence that shows nothing and so has no pin.
    package var skipped: [EvidenceReference] = []
    /// The runs pinned, for the store.
    package var pins: [Pin] = []

    /// A document's claim on a run.
    package struct Pin: Sendable, Hashable {
        package var run: String
        package var scoring: String?
        package var view: String
        package var hash: String
    }

    /// Rewrites pins and ids, and nothing else.
    package init(_ document: ArtifactDocument, _ items: [ArtifactCheck.Item]) {
        var lines = document.text.unicodeScalars.split(
            separator: "\n", omittingEmptySubsequences: false
        ).map { Array($0) }
        // From the end, so that places before stay what they are.
        let order: (ArtifactCheck.Item, ArtifactCheck.Item) -> Bool = {
            ($0.reference.line, $0.reference.column) > ($1.reference.line, $1.reference.column)
        }
        for item in items.sorted(by: order) {
            guard let result = item.result else {
                skipped.append(item.reference)
                continue
            }
            pinned += 1
            switch item.reference.form {
            case .inline: Self.write(item.reference, result, &lines[item.reference.line - 1])
            case .block: Self.write(item.reference, result, &lines)
            }
            if item.reference.subject == .run {
                pins.append(
                    Pin(
                        run: result.record, scoring: item.reference.scoring,
                        view: item.reference.key, hash: result.hash))
                if let other = result.against {
                    pins.append(
                        Pin(run: other, view: item.reference.key + " (from)", hash: result.hash))
                }
            }
        }
        var view = String.UnicodeScalarView()
        for (index, line) in lines.enumerated() {
            if index > 0 { view.append("\n") }
            view.append(contentsOf: line)
        }
        text = String(view)
        skipped.reverse()
    }

    private static func write(
        _ reference: EvidenceReference, _ result: EvidenceResult, _ line: inout [Unicode.Scalar]
    ) {
        var reference = reference
        reference.id = result.record
        reference.pin = String(result.hash.prefix(16))
        let start = reference.column - 1
        line.replaceSubrange(
            start..<start + reference.length, with: "`\(reference.inlineText)`".unicodeScalars)
    }

    private static func write(
        _ reference: EvidenceReference, _ result: EvidenceResult, _ lines: inout [[Unicode.Scalar]]
    ) {
        // The YAML stands between the fences.
        var body = Array(lines[reference.line..<max(reference.line, reference.endLine - 1)])
        // YAML in braces is written out, so that each key has a line.
        if body.contains(where: { $0.drop(while: { $0 == " " }).first == "{" }) {
            body = reference.lines.map { Array($0.unicodeScalars) }
        }
        set("pin", result.hash, in: &body)
        if reference.subject == .run || RecordID(result.record) != nil {
            set(reference.subject.rawValue, result.record, in: &body)
        }
        if let against = result.against { set("against", against, in: &body) }
        lines.replaceSubrange(
            reference.line..<max(reference.line, reference.endLine - 1), with: body)
    }

    /// Replaces the value of a key that stands at the beginning of a line, or adds it.
    private static func set(_ key: String, _ value: String, in body: inout [[Unicode.Scalar]]) {
        let start = Array("\(key):".unicodeScalars)
        let line = Array("\(key): \(value)".unicodeScalars)
        if let index = body.firstIndex(where: { $0.starts(with: start) }) {
            body[index] = line
        } else {
            body.append(line)
        }
    }
}

extension EvidenceReference {
    /// The block's YAML, a key to a line.
    fileprivate var lines: [String] {
        func quoted(_ text: String) -> String { JSONValue.string(text).serialized() }
        var lines: [String] = []
        if !view.isEmpty { lines.append("view: \(quoted(view))") }
        lines.append("\(subject.rawValue): \(quoted(id))")
        if let scoring { lines.append("scoring: \(quoted(scoring))") }
        if let metric { lines.append("metric: \(quoted(metric))") }
        if let by { lines.append("by: \(quoted(by))") }
        if !conditions.isEmpty {
            lines.append("where:")
            for (key, value) in conditions.sorted(by: { $0.key < $1.key }) {
                lines.append("  \(quoted(key)): \(quoted(value))")
            }
        }
        if let against { lines.append("against: \(quoted(against))") }
        if let least { lines.append("least: \(least)") }
        return lines
    }
}
