/// A record with what it came from and what came of it.
package struct Trace: Sendable, Hashable {
    /// The record asked for.
    package var record: TraceNode
    /// What it came from.
    package var parents: [TraceEdge]
    /// What came of it.
    package var children: [TraceEdge]

    package init(record: TraceNode, parents: [TraceEdge] = [], children: [TraceEdge] = []) {
        self.record = record
        self.parents = parents
        self.children = children
    }
}

/// One record of the evidence chain.
package struct TraceNode: Sendable, Hashable {
    /// What kind: `run`, `case`, `sample`, `clause`, `document` …
    package var kind: String
    /// The record's id, or its name where it is a file's part.
    package var id: String
    /// One line that tells it from others.
    package var title: String
    /// Whether something names it that is not there: in this store, or in the workspace's files.
    package var isMissing: Bool
    /// Where it stands in the workspace's files, as `path:line`; nil where nobody has looked.
    package var place: String?

    package init(
        kind: String, id: String, title: String = "", isMissing: Bool = false,
        place: String? = nil
    ) {
        self.kind = kind
        self.id = id
        self.title = title
        self.isMissing = isMissing
        self.place = place
    }
}

/// A link of the evidence chain.
package struct TraceEdge: Sendable, Hashable {
    /// What the other record is to this one: `answers`, `scored by`, `reused from` …
    package var relation: String
    /// The other record.
    package var node: TraceNode

    package init(_ relation: String, _ node: TraceNode) {
        self.relation = relation
        self.node = node
    }
}
