package import LanguageModel
package import Workspace

/// A context as it was put together: the same document and variables give the same bytes.
package struct AssembledContext: Sendable {
    /// What became of one slot.
    package struct Slot: Sendable, Hashable {
        package let kind: AssemblyDocument.Slot.Kind
        package let text: String
        package let tokens: Int
        package let kept: Int
        package let dropped: Int
    }

    package let name: String
    package let slots: [Slot]
    /// The whole text: the slots that hold something, a blank line between two.
    package let text: String
    /// The tokens of the whole text.
    package let tokens: Int
    package var hash: String { SHA256.hex(text) }

    /// Puts a context together.
    ///
    /// Slots are filled in order. An item stays whole or goes: the first ones stay, or with `keep:
    /// last` the last ones, as long as the slot's and the whole's budget allow; required slots are
    /// counted first.
    ///
    /// - Parameter count: how many tokens a text has.
    /// - Throws: `limit` where a required slot does not fit; `undefined` for a variable that is not
    ///   given; `wrongKind` for one that is neither text nor a list of texts.
    package init(
        _ document: AssemblyDocument, variables: [String: JSONValue],
        count: (String) -> Int
    ) throws(DocumentError) {
        var items: [[String]] = []
        for slot in document.slots {
            items.append(try Self.items(slot, variables, document))
        }
        var remaining = document.budget ?? .max
        var filled = [Slot?](repeating: nil, count: items.count)
        let order =
            document.slots.indices.filter { document.slots[$0].isRequired }
            + document.slots.indices.filter { !document.slots[$0].isRequired }
        for index in order {
            let slot = document.slots[index]
            let limit = min(slot.budget ?? .max, remaining)
            let made = Self.fill(slot, items[index], limit: limit, count: count)
            if slot.isRequired, made.dropped > 0 {
                throw DocumentError(
                    .limit, file: document.file,
                    "the required slot '\(slot.kind.rawValue)' needs "
                        + "\(count(items[index].joined(separator: slot.separator))) tokens and has "
                        + "\(limit)", suggestion: "raise its budget or the whole's, or shorten it")
            }
            remaining -= min(remaining, made.tokens)
            filled[index] = made
        }
        name = document.name
        slots = filled.compactMap { $0 }
        text = slots.map(\.text).filter { !$0.isEmpty }.joined(separator: "\n\n")
        tokens = count(text)
    }

    private static func fill(
        _ slot: AssemblyDocument.Slot, _ items: [String], limit: Int, count: (String) -> Int
    ) -> Slot {
        var kept: [String] = []
        var tokens = 0
        for item in slot.keep == .first ? items : items.reversed() {
            let candidate = slot.keep == .first ? kept + [item] : [item] + kept
            let size = count(candidate.joined(separator: slot.separator))
            guard size <= limit else { break }
            (kept, tokens) = (candidate, size)
        }
        return Slot(
            kind: slot.kind, text: kept.joined(separator: slot.separator), tokens: tokens,
            kept: kept.count, dropped: items.count - kept.count)
    }

    private static func items(
        _ slot: AssemblyDocument.Slot, _ variables: [String: JSONValue],
        _ document: AssemblyDocument
    ) throws(DocumentError) -> [String] {
        guard let name = slot.variable else {
            var texts: [String] = []
            for item in slot.items { texts.append(try item.render(variables)) }
            return texts
        }
        guard let value = variables[name] else {
            throw DocumentError(
                .undefined, file: document.file,
                "the slot '\(slot.kind.rawValue)' takes the variable '\(name)', which has no value",
                suggestion: "give it with --var \(name)=… or --input")
        }
        if let text = value.string { return [text] }
        var texts: [String] = []
        for item in value.array ?? [.null] {
            guard let text = item.string else {
                throw DocumentError(
                    .wrongKind, file: document.file,
                    "the variable '\(name)' is neither a text nor a list of texts")
            }
            texts.append(text)
        }
        return texts
    }

    /// The context as `--json` prints it.
    package var json: JSONValue {
        [
            "assembly": .string(name), "text": .string(text), "sha256": .string(hash),
            "tokens": .integer(tokens),
            "slots": .array(
                slots.map {
                    [
                        "slot": .string($0.kind.rawValue), "tokens": .integer($0.tokens),
                        "kept": .integer($0.kept), "dropped": .integer($0.dropped),
                        "sha256": .string(SHA256.hex($0.text)),
                    ]
                }),
        ]
    }
}
