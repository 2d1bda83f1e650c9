extension Spec {
    /// Reads a specification of a workspace.
    package static func read(_ path: String, in folder: WorkspaceFolder) throws(DocumentErrors)
        -> (spec: Spec, text: String)
    {
        let text: String
        do throws(DocumentError) {
            text = try UTF8Text.validate(try folder.read(path), path: path)
        } catch {
            throw DocumentErrors(error)
        }
        return (try Spec(markdown: text, path: path), text)
    }
}
