import LanguageModel

/// Where a schema's resources and anchors are: what references are resolved with.
struct SchemaIndex: Sendable {
    /// A schema by its place in the document.
    struct Place: Sendable, Hashable {
        /// The keys and indices from the document's root.
        var path: [String]
        /// The number of the resource that it belongs to.
        var resource: Int
    }

    /// A schema with an identifier of its own, or the document's root.
    struct Resource: Sendable {
        var uri: SchemaURI
        var path: [String]
        var anchors: [String: [String]] = [:]
        var dynamicAnchors: [String: [String]] = [:]
    }

    let root: JSONValue
    let draft: SchemaDraft
    private(set) var resources: [Resource]
    private var byURI: [String: Int] = [:]
    private var resourceOfPath: [[String]: Int] = [:]

    /// The deepest nesting of schemas.
    private static let maximumDepth = 256

    /// Checks the structure of a schema and indexes it.
    init(_ root: JSONValue, _ draft: SchemaDraft) throws(SchemaFault) {
        self.root = root
        self.draft = draft
        resources = [Resource(uri: SchemaURI(""), path: [])]
        try visit(root, [], 0)
        if byURI[""] == nil { byURI[""] = 0 }
    }

    private mutating func visit(_ schema: JSONValue, _ path: [String], _ resource: Int)
        throws(SchemaFault)
    {
        guard SchemaKeywordKind.isSchema(schema) else {
            throw SchemaFault(path: path, message: "expected a schema: an object, true or false")
        }
        guard path.count < Self.maximumDepth else {
            throw SchemaFault(path: path, message: "nested too deep")
        }
        guard let members = schema.object else { return }
        var resource = resource
        // In draft 7 a $ref makes its neighbours nothing, an identifier among them.
        let hidden = draft == .seven && members["$ref"] != nil
        if !hidden { resource = try register(members, path, resource) }
        resourceOfPath[path] = resource
        let table = SchemaKeywordKind.table(draft)
        for (keyword, value) in members.sorted(by: { $0.key < $1.key }) {
            guard let kind = table[keyword] else { continue }
            if let fault = kind.fault(value) {
                throw SchemaFault(path: path + [keyword], message: fault)
            }
            for (steps, schema) in kind.schemas(in: value) {
                try visit(schema, path + [keyword] + steps, resource)
            }
        }
    }

    /// Notes the identifier and the anchors of a schema.
    private mutating func register(
        _ members: [String: JSONValue], _ path: [String], _ resource: Int
    ) throws(SchemaFault) -> Int {
        var resource = resource
        if let text = members["$id"]?.string {
            let reference = SchemaURI(text)
            if draft == .seven, text.hasPrefix("#") {
                resources[resource].anchors[String(text.dropFirst())] = path
            } else {
                if draft == .twentyTwenty, reference.fragment?.isEmpty == false {
                    throw SchemaFault(
                        path: path + ["$id"], message: "an identifier has no fragment")
                }
                var uri = resources[resource].uri.resolving(reference)
                uri.fragment = nil
                if path.isEmpty {
                    resources[0].uri = uri
                } else {
                    resources.append(Resource(uri: uri, path: path))
                    resource = resources.count - 1
                }
                if byURI.updateValue(resource, forKey: uri.resource) != nil {
                    throw SchemaFault(
                        path: path + ["$id"], message: "another schema has this identifier")
                }
            }
        }
        if draft == .twentyTwenty {
            if let name = members["$anchor"]?.string { resources[resource].anchors[name] = path }
            if let name = members["$dynamicAnchor"]?.string {
                resources[resource].anchors[name] = path
                resources[resource].dynamicAnchors[name] = path
            }
        }
        return resource
    }

    /// What a reference names.
    enum Target: Sendable {
        case schema(Place)
        /// The language of schemas itself.
        case metaSchema(SchemaDraft)
    }

    /// Resolves a reference made in a resource.
    ///
    /// - Throws: where it leads nowhere, or out of the document.
    func resolve(_ text: String, from resource: Int, at path: [String]) throws(SchemaFault)
        -> (target: Target, fragment: String)
    {
        let uri = resources[resource].uri.resolving(SchemaURI(text))
        guard let fragment = SchemaURI.decoded(uri.fragment ?? "") else {
            throw SchemaFault(path: path, message: "'\(text)' is no reference")
        }
        guard let found = byURI[uri.resource] else {
            if fragment.isEmpty, let draft = SchemaDraft(identifier: uri.resource) {
                return (.metaSchema(draft), "")
            }
            throw SchemaFault(
                path: path,
                message: "'\(text)' lies outside this schema, and nothing is fetched; copy it in")
        }
        if let steps = SchemaPointer.path(fragment: fragment) {
            let whole = resources[found].path + steps
            guard let value = SchemaPointer.value(root, whole) else {
                throw SchemaFault(path: path, message: "'\(text)' leads nowhere")
            }
            guard SchemaKeywordKind.isSchema(value) else {
                throw SchemaFault(path: path, message: "'\(text)' leads to no schema")
            }
            return (.schema(Place(path: whole, resource: self.resource(of: whole))), fragment)
        }
        guard let place = resources[found].anchors[fragment] else {
            throw SchemaFault(path: path, message: "there is no anchor '\(fragment)'")
        }
        return (.schema(Place(path: place, resource: self.resource(of: place))), fragment)
    }

    /// The resource that a place belongs to: its own, or that of the nearest schema around it.
    private func resource(of path: [String]) -> Int {
        var path = path
        while true {
            if let resource = resourceOfPath[path] { return resource }
            if path.isEmpty { return 0 }
            path.removeLast()
        }
    }
}
