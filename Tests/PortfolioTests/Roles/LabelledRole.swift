import Portfolio
import TestSupport

/// A role of the fixtures with its hand labels.
struct LabelledRole {
    struct Line {
        var isRequirement: Bool
        /// Base forms with their clusters, in the order of the text.
        var verbs: [(verb: String, cluster: VerbCluster)]
        var skills: Set<String>
        /// The words without a list mark.
        var words: String
    }

    var name: String
    var text: String
    var lines: [Line]

    struct Malformed: Error { var line: String }

    init(_ path: String) throws {
        name = path
        var text: [String] = []
        var lines: [Line] = []
        for raw in try Fixture.text("Roles/\(path).txt").split(separator: "\n") {
            let isRequirement = raw.hasPrefix("R")
            let parts = raw.split(
                separator: "|", maxSplits: isRequirement ? 3 : 1, omittingEmptySubsequences: false
            ).map { RoleText.trimmed(String($0)) }
            guard parts.count == (isRequirement ? 4 : 2), let written = parts.last else {
                throw Malformed(line: String(raw))
            }
            let isMore = written.hasPrefix("+ ")
            let isBullet = written.hasPrefix("- ")
            var words = isMore || isBullet ? String(written.dropFirst(2)) : written
            if isMore, let last = text.popLast() {
                text.append(last + " " + words)
            } else {
                text.append(written)
            }
            while words.hasSuffix(";") { words.removeLast() }
            guard isRequirement else { continue }
            let clusters = Dictionary(
                uniqueKeysWithValues: [
                    ("e", VerbCluster.evaluate), ("p", .prompt), ("i", .pipeline),
                    ("c", .collaborate), ("d", .document),
                ])
            let verbs = try parts[1].split(separator: ",").map { pair in
                let halves = RoleText.trimmed(String(pair)).split(separator: "/").map(String.init)
                guard halves.count == 2, let cluster = clusters[halves[1]] else {
                    throw Malformed(line: String(raw))
                }
                return (verb: halves[0], cluster: cluster)
            }
            let skills = parts[2].split(separator: ",").map { RoleText.trimmed(String($0)) }
            lines.append(
                Line(isRequirement: true, verbs: verbs, skills: Set(skills), words: words))
        }
        self.text = RoleText.normalised(text.joined(separator: "\n"), isWrapped: false)
        self.lines = lines
    }

    static let development = [
        "development/model-designer", "development/product-evals", "development/policy-writer",
        "development/data-behaviour", "development/voice-product", "development/public-institute",
        "development/agent-platform", "development/data-lab",
    ]
    static let heldOut = [
        "held-out/agent-conduct", "held-out/research-evaluator", "held-out/content-quality",
        "held-out/alignment-data",
    ]
}

/// What was found of what is there.
struct Found: Equatable {
    var right = 0
    var wrong = 0
    var missed = 0

    var precision: Double { Double(right) / Double(right + wrong) }
    var recall: Double { Double(right) / Double(right + missed) }
}
