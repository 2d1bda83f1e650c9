#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A workspace on disk: a folder with `conduct.yaml`.
package struct WorkspaceFolder: Sendable, Hashable {
    /// The absolute path of the folder, without links.
    package let root: String

    /// The file that makes a folder a workspace.
    package static let configurationName = "conduct.yaml"

    /// Opens the folder itself, wherever it lies; it need not have `conduct.yaml`.
    ///
    /// - Throws: a `file` error where there is no such folder.
    package init(root: String) throws(DocumentError) {
        guard FileAccess.isFolder(root), let real = FileAccess.realPath(root) else {
            throw DocumentError(
                .file, file: root, "there is no such folder",
                suggestion: "make a workspace with: conduct init \(root)")
        }
        self.root = real
    }

    /// Finds the workspace that a folder lies in: the nearest folder upward with `conduct.yaml`.
    ///
    /// - Parameter folder: where to begin; nil begins at the current folder.
    /// - Returns: nil where none of the folders is a workspace.
    package static func find(from folder: String? = nil) -> WorkspaceFolder? {
        guard var current = FileAccess.realPath(folder ?? ".") else { return nil }
        while true {
            if FileAccess.exists(join(current, configurationName)) {
                return try? WorkspaceFolder(root: current)
            }
            let parent = FileAccess.parent(of: current)
            if parent == current { return nil }
            current = parent
        }
    }

    /// The hidden folder of what the program produces.
    package var produced: String { Self.join(root, ".conduct") }
    /// The store.
    package var storePath: String { Self.join(produced, "store.sqlite") }
    /// Trained adapters.
    package var adaptersPath: String { Self.join(produced, "adapters") }
    /// JSON Schemas for editors.
    package var schemasPath: String { Self.join(produced, "schemas") }

    /// The absolute path of a file that a document names.
    ///
    /// - Parameters:
    ///   - path: relative to the workspace.
    ///   - node: the value that names it, for errors.
    /// - Throws: `invalidValue` for a path that is absolute or leaves the workspace, through `..`
    ///   or a link.
    package func resolve(_ path: String, namedBy node: DocumentNode? = nil) throws(DocumentError)
        -> String
    {
        func refusal(_ message: String, _ advice: String) -> DocumentError {
            node?.error(message, suggestion: advice)
                ?? DocumentError(.invalidValue, file: path, message, suggestion: advice)
        }
        guard !path.isEmpty, !path.unicodeScalars.contains("\0") else {
            throw refusal("expected a path, found nothing", "write a path within the workspace")
        }
        guard !path.hasPrefix("/"), !path.hasPrefix("~") else {
            throw refusal(
                "'\(path)' is absolute; paths are relative to the workspace",
                "copy the file into the workspace")
        }
        guard let inside = Self.normalise(path) else {
            throw refusal(
                "'\(path)' leads out of the workspace", "copy the file into the workspace")
        }
        let absolute = inside.isEmpty ? root : Self.join(root, inside)
        // A link inside may lead anywhere; what is not there yet is judged by its folder.
        var probe = absolute
        while FileAccess.realPath(probe) == nil, probe != root, probe != "/" {
            probe = FileAccess.parent(of: probe)
        }
        if let real = FileAccess.realPath(probe), real != root, !real.hasPrefix(prefix) {
            throw refusal(
                "'\(path)' leads out of the workspace through a link",
                "copy the file into the workspace")
        }
        return absolute
    }

    /// A path given on the command line, as the workspace's documents would write it.
    ///
    /// - Parameter argument: absolute, or relative to the current folder.
    /// - Returns: nil for a path outside the workspace.
    package func relativePath(ofArgument argument: String) -> String? {
        let absolute =
            argument.hasPrefix("/")
            ? argument : Self.join(FileAccess.realPath(".") ?? ".", argument)
        if let real = FileAccess.realPath(absolute) {
            if real == root { return "." }
            return real.hasPrefix(prefix) ? String(real.dropFirst(prefix.count)) : nil
        }
        guard let plain = Self.normalise(String(absolute.drop { $0 == "/" })) else { return nil }
        let path = "/" + plain
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : nil
    }

    /// The bytes of a file of the workspace.
    package func read(_ path: String, namedBy node: DocumentNode? = nil) throws(DocumentError)
        -> [UInt8]
    {
        let file = try resolve(path, namedBy: node)
        do {
            return try FileAccess.read(file, path: path)
        } catch {
            throw Self.placed(error, at: node)
        }
    }

    /// A file error at the value that names the file, where there is one.
    static func placed(_ error: DocumentError, at node: DocumentNode?) -> DocumentError {
        guard let node, error.code == .file, error.line == 0 else { return error }
        return node.error(.file, "\(error.file): \(error.message)", suggestion: error.suggestion)
    }

    /// Writes a file of the workspace, whole or not at all; folders on the way are made.
    package func write(_ text: String, to path: String, replacing: Bool = true)
        throws(DocumentError)
    {
        let file = try resolve(path)
        try FileAccess.makeFolder(FileAccess.parent(of: file), path: path)
        try FileAccess.write(Array(text.utf8), to: file, path: path, replacing: replacing)
    }

    /// Reads `conduct.yaml`; a workspace without one has the built-in models.
    package func configuration() throws(DocumentErrors) -> WorkspaceConfiguration {
        guard FileAccess.exists(Self.join(root, Self.configurationName)) else { return .builtIn }
        let node: DocumentNode
        do throws(DocumentError) {
            node = try DocumentNode(
                bytes: try read(Self.configurationName), path: Self.configurationName)
        } catch {
            throw DocumentErrors(error)
        }
        return try WorkspaceConfiguration(node)
    }

    private var prefix: String { root == "/" ? "/" : root + "/" }

    static func join(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }

    /// A relative path without `.`, `..` and doubled slashes; nil where it climbs out.
    static func normalise(_ path: String) -> String? {
        var parts: [Substring] = []
        for part in path.split(separator: "/", omittingEmptySubsequences: true) where part != "." {
            if part == ".." {
                if parts.popLast() == nil { return nil }
            } else {
                parts.append(part)
            }
        }
        return parts.joined(separator: "/")
    }
}
