/// A context that is put together from ordered slots, each with a budget of tokens.
package struct AssemblyDocument: Sendable, Hashable {
    /// One slot.
    package struct Slot: Sendable, Hashable {
        /// What the slot holds.
        package enum Kind: String, Sendable, CaseIterable {
            case system, examples, retrieved, history, tools, user
        }

        /// Which items stay when not all fit.
        package enum Keep: String, Sendable, CaseIterable { case first, last }

        package let kind: Kind
        /// The items in order: a template each.
        package let items: [Template]
        /// The variable whose list of texts gives the items; nil where `items` does.
        package let variable: String?
        /// The most tokens; nil for what the whole leaves.
        package let budget: Int?
        package let keep: Keep
        /// Whether it is an error that something does not fit.
        package let isRequired: Bool
        /// What stands between two items.
        package let separator: String
    }

    package let name: String
    package let note: String?
    /// The most tokens of the whole; nil for no limit.
    package let budget: Int?
    package let slots: [Slot]
    /// The file that it was read from.
    package let file: String

    /// Reads `assemblies/*.yaml` with the files that it names.
    package static func read(_ path: String, in folder: WorkspaceFolder) throws(DocumentErrors)
        -> AssemblyDocument
    {
        var errors = DocumentErrorCollector()
        do throws(DocumentError) {
            let node = try DocumentNode(bytes: try folder.read(path), path: path)
            shape.check(node, into: &errors)
            try check(errors)
            var slots: [Slot] = []
            for item in node["slots"]?.items ?? [] {
                slots.append(try slot(item, folder))
            }
            return AssemblyDocument(
                name: node["assembly"]?.label ?? "", note: node["note"]?.text,
                budget: node["budget"]?.integer, slots: slots, file: path)
        } catch {
            errors.add(error)
            try errors.check()
            throw DocumentErrors(error)
        }
    }

    /// Ends with the first error where there is one; the collector keeps all of them.
    private static func check(_ errors: DocumentErrorCollector) throws(DocumentError) {
        if let first = errors.errors.first { throw first }
    }

    private static func slot(_ node: DocumentNode, _ folder: WorkspaceFolder)
        throws(DocumentError) -> Slot
    {
        var items: [Template] = []
        if let text = node["text"] { items.append(try Template(text)) }
        for item in node["items"]?.items ?? [] { items.append(try Template(item)) }
        if let place = node["file"], let path = place.text {
            let bytes = try folder.read(path, namedBy: place)
            items.append(
                try Template(
                    try UTF8Text.validate(bytes, path: path, firstLine: 1), path: path))
        }
        return Slot(
            kind: node["slot"]?.label.flatMap(Slot.Kind.init(rawValue:)) ?? .user, items: items,
            variable: node["variable"]?.label, budget: node["budget"]?.integer,
            keep: node["keep"]?.label.flatMap(Slot.Keep.init(rawValue:)) ?? .first,
            isRequired: node["required"]?.bool ?? false,
            separator: node["separator"]?.text ?? "\n\n")
    }
}
