import LanguageModel
package import Workspace

/// Which cases an experiment asks, and which it keeps back.
package struct HeldOutSplit: Sendable, Hashable {
    /// Ids of the cases to ask, in the suite's order.
    package var working: [String]
    /// Ids of the cases kept back, in the suite's order.
    package var heldOut: [String]
    /// Ids of those that the design leaves out altogether.
    package var unused: [String]

    /// Splits a suite's cases.
    ///
    /// Cases are ordered by a hash of seed and id, so that adding a case moves no other; cases of
    /// one group (`group-by`) stay together, since one that was seen tells about the others.
    ///
    /// - Throws: `EvalError` where nothing is left to ask.
    package init(_ suite: Suite, _ design: DesignDocument) throws(EvalError) {
        var groups: [(key: String, ids: [String])] = []
        var places: [String: Int] = [:]
        for one in suite.cases {
            let key = suite.group(of: one).map { "group:" + $0 } ?? "case:" + one.id
            if let place = places[key] {
                groups[place].ids.append(one.id)
            } else {
                places[key] = groups.count
                groups.append((key, [one.id]))
            }
        }
        func order(_ purpose: String, _ key: String) -> String {
            SHA256.hex("\(purpose)\t\(design.seed)\t\(key)")
        }
        let target = Int((Double(suite.cases.count) * design.heldOut).rounded())
        var kept: Set<String> = []
        for group in groups.sorted(by: { order("held-out", $0.key) < order("held-out", $1.key) })
        where kept.count + group.ids.count <= target { kept.formUnion(group.ids) }
        var rest = suite.cases.map(\.id).filter { !kept.contains($0) }
        var unused: [String] = []
        if let limit = design.cases, rest.count > limit {
            let drawn = Set(
                rest.sorted { order("draw", $0) < order("draw", $1) }.prefix(limit))
            unused = rest.filter { !drawn.contains($0) }
            rest = rest.filter(drawn.contains)
        }
        guard rest.count >= 2 else {
            throw EvalError(
                "the design leaves \(rest.count) of \(suite.cases.count) cases to ask",
                advice: "add cases to the suite, or hold out fewer")
        }
        if design.heldOut > 0, kept.isEmpty {
            throw EvalError(
                "held-out: \(design.heldOut) of \(suite.cases.count) cases in \(groups.count) "
                    + "groups keeps none back",
                advice: "add cases, hold out more, or remove held-out")
        }
        working = rest
        heldOut = suite.cases.map(\.id).filter(kept.contains)
        self.unused = unused
    }
}
