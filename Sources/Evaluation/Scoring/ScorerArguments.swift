import LanguageModel
import Synchronization
import Workspace

/// The arguments of one scorer, already held against the manual's shape.
struct ScorerArguments {
    /// The node that holds them.
    let node: DocumentNode
    let manual: ScorerManual
    let environment: ScorerEnvironment
    private let files = FileRecord()

    init(_ node: DocumentNode, _ manual: ScorerManual, _ environment: ScorerEnvironment) {
        self.node = node
        self.manual = manual
        self.environment = environment
    }

    /// The value of an argument, given by its key or as the shorthand.
    subscript(key: String) -> DocumentNode? {
        if node.mapping != nil, !isShorthand { return node[key] }
        return key == manual.shorthand && !node.isNull ? node : nil
    }

    /// Whether the value stands for the shorthand's argument; a mapping never does.
    private var isShorthand: Bool { node.mapping == nil }

    /// A text, which may be a template.
    func text(_ key: String) throws(DocumentError) -> TextArgument? {
        guard let node = self[key], node.label != nil else { return nil }
        return try TextArgument(node)
    }

    /// One text or a list of them; empty where absent.
    func texts(_ key: String) throws(DocumentError) -> [TextArgument] {
        guard let node = self[key] else { return [] }
        var texts: [TextArgument] = []
        for item in node.sequence ?? [node] { texts.append(try TextArgument(item)) }
        return texts
    }

    /// A word or a plain text that is no template.
    func word(_ key: String) -> String? { self[key]?.label }

    /// A word of an enumeration; the shape has checked it.
    func word<Word: RawRepresentable>(_ key: String, _ fallback: Word) -> Word
    where Word.RawValue == String {
        word(key).flatMap(Word.init) ?? fallback
    }

    /// A truth value.
    func flag(_ key: String, default fallback: Bool = false) -> Bool { self[key]?.bool ?? fallback }

    /// A number.
    func number(_ key: String) -> Double? { self[key]?.number }

    /// A whole number.
    func whole(_ key: String) -> Int? { self[key]?.integer }

    /// The text of a file whose path an argument gives; its hash becomes part of the scorer's.
    func file(_ key: String) throws(DocumentError) -> String? {
        guard let node = self[key], let path = node.label else { return nil }
        return try file(at: path, named: node)
    }

    /// The text of a file; errors stand at the node that names it.
    func file(at path: String, named node: DocumentNode) throws(DocumentError) -> String {
        let text: String
        do { text = try environment.readFile(path) } catch {
            throw node.error(.file, "the file \(path) cannot be read: \(error)")
        }
        files.note(path, SHA256.hex(text))
        return text
    }

    /// Makes the hash of a file part of the scorer's, where a text happens to name one.
    func noteFile(at path: String) {
        if let text = try? environment.readFile(path) { files.note(path, SHA256.hex(text)) }
    }

    /// An error about an argument, at its place.
    func error(_ key: String, _ message: String, suggestion: String? = nil) -> DocumentError {
        (self[key] ?? node).error(message, suggestion: suggestion)
    }

    /// Compiles a pattern that an argument holds.
    func pattern(
        _ key: String, wrapping wrap: ((String) -> String)? = nil, ignoringCase: Bool = false,
        dotMatchesNewlines: Bool = false, anchorsMatchLines: Bool = false
    ) throws(DocumentError) -> TimedPattern? {
        guard let node = self[key], let pattern = node.label else { return nil }
        do {
            // Compiled as written first, so that an error's place is that of the user's pattern.
            let plain = try TimedPattern(
                pattern, ignoringCase: ignoringCase, dotMatchesNewlines: dotMatchesNewlines,
                anchorsMatchLines: anchorsMatchLines)
            guard let wrap else { return plain }
            return try TimedPattern(
                wrap(pattern), ignoringCase: ignoringCase, dotMatchesNewlines: dotMatchesNewlines,
                anchorsMatchLines: anchorsMatchLines)
        } catch {
            let place = error.column.map { "at character \($0) of the pattern: " } ?? ""
            throw node.error("not a regular expression: \(place)\(error.message)")
        }
    }

    /// The arguments with the shorthand written out, and the hashes of the files read.
    var configuration: [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        if isShorthand {
            if let shorthand = manual.shorthand, !node.isNull { members[shorthand] = node.json }
        } else {
            members = node.json.object ?? [:]
        }
        members["target"] = nil
        var configuration: [String: JSONValue] = ["arguments": .object(members)]
        if !files.hashes.isEmpty {
            configuration["files"] = .object(files.hashes.mapValues(JSONValue.string))
        }
        return configuration
    }
}

/// The files read while a scorer was made; shared by the copies of its arguments.
private final class FileRecord: Sendable {
    private let state = Mutex<[String: String]>([:])

    func note(_ path: String, _ hash: String) { state.withLock { $0[path] = hash } }
    var hashes: [String: String] { state.withLock { $0 } }
}
