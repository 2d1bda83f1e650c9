/// Builds nodes from YAML events without recursion, within the limits.
struct YAMLBuilder {
    enum Collection { case sequence, mapping }

    private struct Frame {
        let kind: Collection
        let anchor: String?
        let location: SourceLocation
        var items: [DocumentNode] = []
        var entries: [DocumentNode.Entry] = []
        var keys: Set<String> = []
        var key: (text: String, location: SourceLocation, isMerge: Bool)?
        var merged: [DocumentNode] = []
        /// How many values are below, aliases counted as what they repeat.
        var size = 1
        /// How deep the values below are nested.
        var height = 1
    }

    private struct Anchored {
        let node: DocumentNode
        let size: Int
        let height: Int
    }

    private let source: DocumentSource
    private let limits: DocumentLimits
    private var stack: [Frame] = []
    private var anchors: [String: Anchored] = [:]
    private var root: DocumentNode?
    private var documents = 0
    private var total = 0

    init(source: DocumentSource, limits: DocumentLimits) {
        self.source = source
        self.limits = limits
    }

    /// The finished document; null for an empty text.
    var document: DocumentNode {
        root
            ?? DocumentNode(
                .null, literal: "", at: SourceLocation(line: source.firstLine, column: 1),
                in: source)
    }

    mutating func startDocument(at location: SourceLocation) throws(DocumentError) {
        documents += 1
        if documents > 1 {
            throw error(
                .syntax, at: location, "a second document begins here; one is expected",
                suggestion: "remove the line '---' or move what follows to a file of its own")
        }
    }

    mutating func alias(_ name: String, at location: SourceLocation) throws(DocumentError) {
        guard let anchored = anchors[name] else {
            throw error(
                .syntax, at: location, "no anchor '&\(name)' stands before this alias",
                suggestion: Spelling.suggestion(for: name, among: anchors.keys.sorted()))
        }
        if expectsKey {
            guard let key = anchored.node.label else { throw keyIsNoText(at: location) }
            return try take(key: key, isMerge: false, at: location)
        }
        try add(anchored.node, size: anchored.size, height: anchored.height, at: location)
    }

    mutating func scalar(
        _ text: String, isPlain: Bool, tag: String?, anchor: String?, at location: SourceLocation
    ) throws(DocumentError) {
        let node: DocumentNode
        switch tag {
        case nil where isPlain:
            let (value, literal) = CoreSchema.resolve(text)
            node = DocumentNode(value, literal: literal, at: location, in: source)
        case nil, "!", Self.tag("str"): node = DocumentNode(.text(text), at: location, in: source)
        case Self.tag("null"), Self.tag("bool"), Self.tag("int"), Self.tag("float"):
            node = try tagged(text, tag ?? "", at: location)
        default: throw unknownTag(tag ?? "", at: location)
        }
        if case .number(let value) = node.value, !value.isFinite, text.contains(where: \.isNumber) {
            throw error(.invalidValue, at: location, "the number is too large")
        }
        if let anchor { anchors[anchor] = Anchored(node: node, size: 1, height: 0) }
        if expectsKey {
            guard !(isPlain && text.isEmpty) else {
                throw error(.syntax, at: location, "a key is missing before ':'")
            }
            return try take(key: text, isMerge: isPlain && text == "<<", at: location)
        }
        try add(node, size: 1, height: 0, at: location)
    }

    mutating func start(
        _ kind: Collection, tag: String?, anchor: String?, at location: SourceLocation
    ) throws(DocumentError) {
        if expectsKey { throw keyIsNoText(at: location) }
        let expected = kind == .sequence ? Self.tag("seq") : Self.tag("map")
        if let tag, tag != "!", tag != expected { throw unknownTag(tag, at: location) }
        guard stack.count < limits.depth else { throw tooDeep(at: location) }
        stack.append(Frame(kind: kind, anchor: anchor, location: location))
    }

    mutating func end() throws(DocumentError) {
        guard let frame = stack.popLast() else { return }
        let value: DocumentNode.Value
        switch frame.kind {
        case .sequence: value = .sequence(frame.items)
        case .mapping: value = .mapping(frame.entries + Self.inherited(by: frame))
        }
        let node = DocumentNode(value, at: frame.location, in: source)
        if let anchor = frame.anchor {
            anchors[anchor] = Anchored(node: node, size: frame.size, height: frame.height)
        }
        try add(node, size: frame.size, height: frame.height, at: frame.location, isCounted: true)
    }

    private var expectsKey: Bool {
        guard let frame = stack.last else { return false }
        return frame.kind == .mapping && frame.key == nil
    }

    private mutating func take(key: String, isMerge: Bool, at location: SourceLocation)
        throws(DocumentError)
    {
        let last = stack.count - 1
        if !stack[last].keys.insert(key).inserted {
            throw error(
                .duplicate, at: location, "the key '\(key)' appears twice in one mapping",
                suggestion: "keep one of the two")
        }
        stack[last].key = (key, location, isMerge)
    }

    private mutating func add(
        _ node: DocumentNode, size: Int, height: Int, at location: SourceLocation,
        isCounted: Bool = false
    ) throws(DocumentError) {
        total += isCounted ? 1 : size
        guard total <= limits.nodes else {
            throw error(
                .limit, at: location,
                "the document has more than \(limits.nodes) values, counting what aliases repeat")
        }
        guard stack.count + height <= limits.depth else { throw tooDeep(at: location) }
        guard !stack.isEmpty else {
            root = node
            return
        }
        let last = stack.count - 1
        stack[last].size += size
        stack[last].height = max(stack[last].height, height + 1)
        switch stack[last].kind {
        case .sequence: stack[last].items.append(node)
        case .mapping:
            guard let key = stack[last].key else { return }
            stack[last].key = nil
            if key.isMerge {
                stack[last].merged += try mergeable(node, at: location)
            } else {
                stack[last].entries.append(
                    DocumentNode.Entry(key: key.text, location: key.location, value: node))
            }
        }
    }

    /// The mappings that a merge key names: one, or several in a list.
    private func mergeable(_ node: DocumentNode, at location: SourceLocation)
        throws(DocumentError) -> [DocumentNode]
    {
        let nodes = node.sequence ?? [node]
        guard nodes.allSatisfy({ $0.mapping != nil }) else {
            throw error(
                .wrongKind, at: location, "'<<' takes a mapping or a list of mappings",
                suggestion: "write <<: *anchor")
        }
        return nodes
    }

    /// The entries that a mapping takes over through `<<`: its own keys win, then the first.
    private static func inherited(by frame: Frame) -> [DocumentNode.Entry] {
        var keys = frame.keys
        return frame.merged.flatMap(\.entries).filter { keys.insert($0.key).inserted }
    }

    private func tagged(_ text: String, _ tag: String, at location: SourceLocation)
        throws(DocumentError) -> DocumentNode
    {
        let (value, literal) = CoreSchema.resolve(text)
        let isFitting =
            switch (tag, value) {
            case (Self.tag("null"), .null), (Self.tag("bool"), .bool), (Self.tag("int"), .integer):
                true
            case (Self.tag("float"), .number), (Self.tag("float"), .integer): true
            default: false
            }
        guard isFitting else {
            throw error(.wrongKind, at: location, "'\(text)' does not fit its tag '\(tag)'")
        }
        if tag == Self.tag("float"), case .integer(let integer) = value {
            return DocumentNode(.number(Double(integer)), literal: text, at: location, in: source)
        }
        return DocumentNode(value, literal: literal, at: location, in: source)
    }

    private static func tag(_ name: String) -> String { "tag:yaml.org,2002:" + name }

    private func unknownTag(_ tag: String, at location: SourceLocation) -> DocumentError {
        error(
            .syntax, at: location, "the tag '\(tag)' is not known here",
            suggestion: "remove it, or put the text in quotes if it begins with '!'")
    }

    private func keyIsNoText(at location: SourceLocation) -> DocumentError {
        error(
            .syntax, at: location, "a key must be a text, not a list or a mapping",
            suggestion: "put template braces in quotes: \"{{ name }}\"")
    }

    private func tooDeep(at location: SourceLocation) -> DocumentError {
        error(.limit, at: location, "nested more than \(limits.depth) deep")
    }

    private func error(
        _ code: DocumentError.Code, at location: SourceLocation, _ message: String,
        suggestion: String? = nil
    ) -> DocumentError {
        DocumentError(code, at: location, in: source, message, suggestion: suggestion)
    }
}
