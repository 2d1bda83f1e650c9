import FoundationEssentials
package import Workspace

/// The labelling projects of a workspace, opened when asked for and again when their files change.
package actor LabelProjects {
    private let folder: WorkspaceFolder
    private let store: Store
    private var desks: [String: LabellingDesk] = [:]

    package init(folder: WorkspaceFolder, store: Store) {
        self.folder = folder
        self.store = store
    }

    /// The projects' documents, by path, sorted; what can't be read is told, not left out.
    package nonisolated func list() -> [(
        path: String, project: Result<LabelProject, DocumentErrors>
    )] {
        Self.paths(in: folder).map { path in
            do throws(DocumentErrors) {
                return (path, .success(try LabelProject.read(path, in: folder)))
            } catch {
                return (path, .failure(error))
            }
        }
    }

    /// The desk of a project, by its name or its document's path.
    ///
    /// - Throws: `notFound` with the names there are; what opening throws.
    package func desk(_ name: String) async throws -> LabellingDesk {
        let path = try Self.path(of: name, in: folder)
        let now = try LabelProject.read(path, in: folder)
        if let open = desks[path], open.project == now { return open }
        let desk = try await LabellingDesk.open(path, in: folder, store: store)
        // Another request may have opened it meanwhile; both then must share one queue.
        if let open = desks[path], open.project == desk.project { return open }
        desks[path] = desk
        return desk
    }

    /// A project's document, by its name or path.
    package static func path(
        of name: String, in folder: WorkspaceFolder
    ) throws -> String {
        let paths = paths(in: folder)
        if paths.contains(name) { return name }
        var names: [String] = []
        for path in paths {
            guard let node = try? DocumentNode(bytes: folder.read(path), path: path) else {
                continue
            }
            let found = node["project"]?.label ?? ""
            if found == name { return path }
            names.append(found)
        }
        // A file of this name that can't be read is what was meant.
        if let path = paths.first(where: { $0 == "labels/\(name).yaml" }) { return path }
        throw AnnotationError(
            .notFound, "there is no labelling project '\(name)'",
            advice: Spelling.suggestion(for: name, among: names, naming: "there are")
                ?? "make one with: conduct label new \(name)")
    }

    private static func paths(in folder: WorkspaceFolder) -> [String] {
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: folder.root + "/labels")) ?? []
        return names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
            .map { "labels/\($0)" }
    }
}
