/// Finds keys and tokens in what is about to be published.
///
/// It knows the beginnings that services give their keys, private keys in PEM, and the values of
/// environment variables whose names say that they are secret. A secret of a shape that it does
/// not know gets past it.
package struct SecretScan: Sendable {
    /// Where something was found, and what kind of thing; never the thing itself.
    package struct Finding: Sendable, Hashable {
        package var line: Int
        package var kind: String
    }

    /// A beginning of keys, with the fewest characters that follow.
    private static let shapes: [(prefix: String, least: Int, kind: String)] = [
        ("sk-", 20, "an API key (sk-…)"), ("ghp_", 30, "a GitHub token"),
        ("gho_", 30, "a GitHub token"), ("ghs_", 30, "a GitHub token"),
        ("github_pat_", 30, "a GitHub token"), ("glpat-", 20, "a GitLab token"),
        ("AKIA", 16, "an AWS access key"), ("ASIA", 16, "an AWS access key"),
        ("xoxb-", 20, "a Slack token"), ("xoxp-", 20, "a Slack token"),
        ("AIza", 35, "a Google API key"), ("hf_", 30, "a Hugging Face token"),
        ("gsk_", 30, "a Groq key"), ("r8_", 30, "a Replicate token"),
        ("npm_", 30, "an npm token"), ("pypi-", 50, "a PyPI token"),
    ]

    private let values: [(name: String, value: String)]

    /// - Parameter variables: the environment; secrets in it are looked for by value.
    package init(variables: [String: String]) {
        let endings = ["KEY", "TOKEN", "SECRET", "PASSWORD", "CREDENTIALS"]
        values = variables.filter { name, value in
            value.utf8.count >= 12 && endings.contains { name.uppercased().hasSuffix($0) }
        }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// What is found in a text, one for each line and kind.
    package func findings(in text: String) -> [Finding] {
        guard
            Self.shapes.contains(where: { text.contains($0.prefix) })
                || text.contains("PRIVATE KEY-----")
                || values.contains(where: { text.contains($0.value) })
        else { return [] }
        var findings: [Finding] = []
        for (index, line) in text.unicodeScalars.split(
            separator: "\n", omittingEmptySubsequences: false
        ).enumerated() {
            let scalars = Array(line)
            var kinds = Self.kinds(in: scalars)
            let string = String(line)
            if string.contains("-----BEGIN "), string.contains("PRIVATE KEY-----") {
                kinds.append("a private key")
            }
            for (name, value) in values where string.contains(value) {
                kinds.append("the value of the variable \(name)")
            }
            for kind in kinds where !findings.contains(Finding(line: index + 1, kind: kind)) {
                findings.append(Finding(line: index + 1, kind: kind))
            }
        }
        return findings
    }

    private static func kinds(in scalars: [Unicode.Scalar]) -> [String] {
        var kinds: [String] = []
        for shape in shapes {
            let prefix = Array(shape.prefix.unicodeScalars)
            guard scalars.count >= prefix.count + shape.least, let first = prefix.first else {
                continue
            }
            for start in 0...(scalars.count - prefix.count - shape.least)
            where scalars[start] == first {
                if start > 0, isWord(scalars[start - 1]) { continue }
                guard scalars[start..<start + prefix.count].elementsEqual(prefix) else { continue }
                let rest = scalars[(start + prefix.count)...].prefix(while: isWord)
                // Words with hyphens are long too, but have no digits.
                guard rest.count >= shape.least,
                    rest.contains(where: { $0.value >= 0x30 && $0.value <= 0x39 })
                else { continue }
                kinds.append(shape.kind)
                break
            }
        }
        return kinds
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || scalar == "-" || scalar == "_")
    }
}
