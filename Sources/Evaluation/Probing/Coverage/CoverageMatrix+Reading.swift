import LanguageModel
package import Workspace

extension CoverageMatrix {
    /// The tags that a matrix takes where nobody names others.
    package static let standardTags = ["intent", "surface", "severity", "failure"]

    /// Reads a matrix's file, or makes one of a suite's own tags.
    ///
    /// - Parameter tags: the axes for a suite; nil takes the standard tags that its cases have,
    ///   else every tag with 2 to 12 values.
    package static func read(
        _ path: String, tags: [String]? = nil, in folder: WorkspaceFolder,
        scorers vocabulary: ScorerVocabulary
    ) throws -> CoverageMatrix {
        let node = try DocumentNode(bytes: try folder.read(path), path: path)
        guard node["matrix"] != nil else {
            let suite = try Suite.read(path, in: folder, scorers: vocabulary)
            return try CoverageMatrix(
                name: suite.name, axes: try axes(of: suite, tags), cases: suite.cases)
        }
        var errors = DocumentErrorCollector()
        CoverageMatrixShape.document.check(node, into: &errors)
        try errors.check()
        let suite = try Suite.read(node["suite"]?.text ?? "", in: folder, scorers: vocabulary)
        let axes = (node["axes"]?.entries ?? []).map { entry in
            Axis(tag: entry.key, levels: entry.value.items.compactMap(\.label))
        }
        return try CoverageMatrix(
            name: node["matrix"]?.label ?? "",
            axes: try tags.map { try chosen($0, among: axes) } ?? axes, cases: suite.cases,
            impossible: (node["impossible"]?.items ?? []).map { item in
                Dictionary(
                    item.entries.map { ($0.key, $0.value.label ?? "") }, uniquingKeysWith: { $1 })
            })
    }

    private static func chosen(_ tags: [String], among axes: [Axis]) throws -> [Axis] {
        try tags.map { tag in
            guard let axis = axes.first(where: { $0.tag == tag }) else {
                throw EvalError(
                    "there is no tag '\(tag)'",
                    advice: Spelling.suggestion(
                        for: tag, among: axes.map(\.tag), naming: "the tags are")
                        ?? "tag the cases with it")
            }
            return axis
        }
    }

    private static func axes(of suite: Suite, _ tags: [String]?) throws -> [Axis] {
        var levels: [String: [String]] = [:]
        var order: [String] = []
        for one in suite.cases {
            for (tag, level) in one.tags.sorted(by: { $0.key < $1.key }) {
                if levels[tag] == nil { order.append(tag) }
                if !(levels[tag] ?? []).contains(level) { levels[tag, default: []].append(level) }
            }
        }
        let all = order.map { Axis(tag: $0, levels: levels[$0] ?? []) }
        if let tags { return try chosen(tags, among: all) }
        let standard = standardTags.compactMap { tag in all.first { $0.tag == tag } }
        if standard.count >= 2 { return standard }
        return all.filter { (2...12).contains($0.levels.count) }
    }
}
