import LanguageModel

/// A reply in which `{{ name }}` stands for a variable of the case, `{{ a.b }}` for a member of
/// one, and `{{ 1 }}` for the text that the condition's pattern captured.
///
/// Nothing else is interpreted, and values are never rendered again.
struct ReplyTemplate: Sendable, Hashable {
    private enum Piece: Hashable {
        case text(String)
        case variable([String])
    }

    private var pieces: [Piece] = []

    /// Reads a template.
    ///
    /// - Throws: `ProviderError.invalidRequest` for braces that do not close or an odd name.
    init(_ text: String) throws(ProviderError) {
        var rest = Substring(text)
        while let open = rest.firstRange(of: "{{") {
            if open.lowerBound > rest.startIndex {
                pieces.append(.text(String(rest[..<open.lowerBound])))
            }
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
                throw Self.refusal("'{{' in the reply '\(Excerpt.of(text))' is not closed")
            }
            let name = String(rest[open.upperBound..<close.lowerBound]).trimmed
            let path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard
                path.allSatisfy({ part in
                    !part.isEmpty
                        && part.unicodeScalars.allSatisfy {
                            $0.properties.isAlphabetic || $0.properties.numericType != nil
                                || $0 == "_" || $0 == "-"
                        }
                })
            else {
                throw Self.refusal(
                    "'{{ \(Excerpt.of(name)) }}' in a scripted reply is not a variable's name")
            }
            pieces.append(.variable(path))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
    }

    /// The reply with its variables filled in.
    ///
    /// - Throws: `ProviderError.invalidRequest` that names a variable which is not there.
    func render(_ variables: [String: JSONValue], captures: [String]) throws(ProviderError)
        -> String
    {
        var output = ""
        for piece in pieces {
            switch piece {
            case .text(let text): output += text
            case .variable(let path):
                if path.count == 1, let number = Int(path[0]), captures.indices.contains(number) {
                    output += captures[number]
                    continue
                }
                var value: JSONValue? = variables[path[0]]
                for part in path.dropFirst() {
                    value = value?[part] ?? Int(part).flatMap { value?[$0] }
                }
                guard let value else {
                    throw Self.refusal(
                        "a scripted reply needs {{ \(path.joined(separator: ".")) }}, "
                            + "which the case does not give")
                }
                output += value.string ?? value.serialized()
            }
        }
        return output
    }

    private static func refusal(_ message: String) -> ProviderError {
        ProviderError(
            .invalidRequest, message,
            advice: "write {{ name }}, and give the variable in each case's vars")
    }
}
