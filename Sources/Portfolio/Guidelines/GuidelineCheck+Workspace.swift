package import Evaluation
package import Workspace

extension GuidelineCheck {
    /// Rubrics of others that lie in the workspace.
    package static func rubrics(in folder: WorkspaceFolder) throws -> [(name: String, text: String)]
    {
        try folder.list("rubrics", suffixes: [".md"]).map { path in
            (path, try UTF8Text.validate(try folder.read(path), path: path))
        }
    }

    /// Everything that there is to say of a file, by place.
    package static func messages(
        of path: String, in folder: WorkspaceFolder, reader: StoreReader
    ) async throws -> (check: GuidelineCheck, messages: [CheckMessage]) {
        let text = try UTF8Text.validate(try folder.read(path), path: path)
        let check = GuidelineCheck(markdown: text, file: path)
        let suites = WorkspaceIndex(folder).suites.values
        var messages = await check.messages { name in
            if name.hasPrefix("case:") {
                return suites.contains { $0.cases[String(name.dropFirst(5))] != nil }
            }
            let prefix = String(name.prefix(3))
            if name.dropFirst(3).first == "_", let kind = RecordKind(rawValue: prefix) {
                return (try? await reader.resolve(name, as: kind)) != nil
            }
            return name.contains("/")
                && ((try? folder.resolve(name)).map(FileAccess.exists) ?? false)
        }
        messages += check.copies(of: try rubrics(in: folder))
        return (check, messages.sortedByPlace)
    }
}
