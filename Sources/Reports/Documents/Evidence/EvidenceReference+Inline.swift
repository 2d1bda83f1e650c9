import Workspace

extension EvidenceReference {
    /// What begins an evidence span.
    package static let prefix = "conduct:"

    /// Reads a span's text, `conduct:run_…/metric/slice@pin`; a slice is `key=value,key=value`.
    ///
    /// - Throws: what is wrong with it, as a sentence.
    package init(inline text: String) throws(EvidenceSyntaxError) {
        guard text.hasPrefix(Self.prefix) else {
            throw EvidenceSyntaxError("'\(text)' does not begin with \(Self.prefix)")
        }
        var body = Substring(text.dropFirst(Self.prefix.count))
        var pin: String?
        if let at = body.lastIndex(of: "@") {
            let digits = body[body.index(after: at)...]
            guard digits.utf8.count >= 12, digits.allSatisfy(\.isHexDigit) else {
                throw EvidenceSyntaxError("'\(digits)' is no pin: at least 12 hexadecimal digits")
            }
            pin = digits.lowercased()
            body = body[..<at]
        }
        let parts = body.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw EvidenceSyntaxError(
                "an evidence span is conduct:RECORD/METRIC or conduct:RECORD/METRIC/SLICE")
        }
        let id = String(parts[0])
        self.init(Self.subject(of: id), id)
        view = "value"
        metric = String(parts[1])
        self.pin = pin
        form = .inline
        guard parts.count == 3, !parts[2].isEmpty else { return }
        for condition in parts[2].split(separator: ",") {
            guard let equals = condition.firstIndex(of: "="), equals > condition.startIndex else {
                throw EvidenceSyntaxError(
                    "'\(condition)' is no condition: write model=…, prompt=…, clause=… or a "
                        + "tag's name")
            }
            var key = String(condition[..<equals])
            if key.hasPrefix("tags.") { key = String(key.dropFirst(5)) }
            conditions[key] = String(condition[condition.index(after: equals)...])
        }
    }

    /// The span as text, with full id and pin.
    package var inlineText: String {
        var text = "\(Self.prefix)\(id)/\(metric ?? "")"
        if !conditions.isEmpty {
            text +=
                "/"
                + conditions.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                .joined(separator: ",")
        }
        if let pin { text += "@\(pin)" }
        return text
    }

    private static func subject(of id: String) -> Subject {
        switch RecordKind(rawValue: String(id.prefix(3))) {
        case .experiment, .analysis: .experiment
        case .agreement: .agreement
        case .arena: .arena
        case .training: .training
        case .audit: .role
        default: .run
        }
    }
}

/// What is wrong with an evidence span.
package struct EvidenceSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
