package import Workspace

/// The arenas of a workspace, opened when asked for.
package actor Arenas {
    private let folder: WorkspaceFolder
    private let store: Store
    private var desks: [String: ArenaDesk] = [:]

    package init(folder: WorkspaceFolder, store: Store) {
        self.folder = folder
        self.store = store
    }

    /// The desk of an arena.
    package func desk(_ name: String) async throws -> ArenaDesk {
        let definition = try await ArenaDefinition.find(name, in: store.reader)
        if let open = desks[name], open.definition == definition { return open }
        let desk = try await ArenaDesk.open(name, in: folder, store: store)
        if let open = desks[name], open.definition == desk.definition { return open }
        desks[name] = desk
        return desk
    }
}
