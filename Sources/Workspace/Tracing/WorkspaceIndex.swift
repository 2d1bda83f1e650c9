#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where clauses, suites, cases, prompts and models stand in a workspace's files.
package struct WorkspaceIndex: Sendable {
    /// Something with a place.
    package struct Entry: Sendable, Hashable {
        /// `path:line`.
        package var place: String
        /// One line that tells it from others; may be empty.
        package var title: String
        /// SHA-256 of its content; nil where it has none.
        package var contentHash: String?
    }

    /// A suite with its cases.
    package struct SuiteEntry: Sendable {
        package var entry: Entry
        package var name: String
        package var spec: String?
        package var cases: [String: Entry]
        /// The clauses of each case, by its id.
        package var clauses: [String: [String]]
        /// The ids of its cases in order.
        package var order: [String]
        package var prompts: [String: Entry]
    }

    /// Clauses by id.
    package private(set) var clauses: [String: Entry] = [:]
    /// The specification of each clause.
    package private(set) var specs: [String: String] = [:]
    /// Suites by path.
    package private(set) var suites: [String: SuiteEntry] = [:]
    /// The aliases of `conduct.yaml`.
    package private(set) var models: [String: Entry] = [:]
    /// Files that could not be read: one sentence each.
    package private(set) var complaints: [String] = []
    private let folder: WorkspaceFolder

    /// Reads the specifications, the suites and `conduct.yaml`.
    package init(_ folder: WorkspaceFolder) {
        self.folder = folder
        for path in Self.files(in: "specs", ending: [".md"], of: folder) { readSpec(path) }
        for path in Self.files(in: "suites", ending: [".yaml", ".yml"], of: folder) {
            readSuite(path)
        }
        if let configuration = try? folder.configuration() {
            for alias in configuration.aliases {
                let line = configuration.models[alias]?.location?.line
                let place = line.map { "\(WorkspaceFolder.configurationName):\($0)" } ?? "built in"
                models[alias] = Entry(place: place, title: "")
            }
        }
    }

    private static func files(in name: String, ending: [String], of folder: WorkspaceFolder)
        -> [String]
    {
        let root = folder.root + "/" + name
        let found = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
        return found.filter { path in
            ending.contains(where: path.hasSuffix) && !path.hasPrefix(".")
        }.sorted().map { name + "/" + $0 }
    }

    private mutating func readSpec(_ path: String) {
        do {
            let spec = try Spec(
                markdown: String(decoding: try folder.read(path), as: UTF8.self), path: path)
            for clause in spec.clauses where clauses[clause.id] == nil {
                clauses[clause.id] = Entry(
                    place: "\(path):\(clause.line)", title: clause.title,
                    contentHash: clause.contentHash)
                specs[clause.id] = path
            }
        } catch { complaints.append("\(path) cannot be read: \(Self.first(error))") }
    }

    private mutating func readSuite(_ path: String) {
        do {
            let suite = try Suite.read(path, in: folder, scorers: .any)
            var found = SuiteEntry(
                entry: Entry(place: "\(path):1", title: suite.note ?? ""), name: suite.name,
                spec: suite.spec, cases: [:], clauses: [:], order: suite.cases.map(\.id),
                prompts: [:])
            for item in suite.cases {
                found.cases[item.id] = Entry(
                    place: "\(item.file):\(item.location.line)", title: item.note ?? "",
                    contentHash: item.contentHash)
                found.clauses[item.id] = item.clauses
            }
            for prompt in suite.prompts {
                found.prompts[prompt.id] = Entry(
                    place: prompt.file.map { "\($0):1" } ?? path, title: prompt.note ?? "",
                    contentHash: prompt.contentHash)
            }
            suites[path] = found
        } catch { complaints.append("\(path) cannot be read: \(Self.first(error))") }
    }

    private static func first(_ error: any Error) -> String {
        let lines = "\(error)".split(separator: "\n", maxSplits: 1)
        return lines.first.map(String.init) ?? ""
    }

    /// The suite of a path, else the only one of a name.
    package func suite(path: String?, name: String) -> SuiteEntry? {
        if let path, let found = suites[path] { return found }
        return suites.values.filter { $0.name == name }.min { $0.entry.place < $1.entry.place }
    }

    /// Whether a file of the workspace is there.
    package func hasFile(_ path: String) -> Bool {
        guard let absolute = try? folder.resolve(path) else { return false }
        return FileAccess.exists(absolute)
    }
}
