import Workspace

/// A text of a scorer's arguments: written out, or a template over the case's variables.
struct TextArgument: Sendable {
    private enum Content {
        case constant(String)
        case template(Template)
    }

    private let content: Content

    /// Reads a text; one without `{{`, `{%` and `{#` is taken as it stands.
    init(_ node: DocumentNode) throws(DocumentError) {
        let text = node.label ?? ""
        content =
            Self.isTemplate(text) ? Self.content(of: try Template(node)) : .constant(text)
    }

    /// Reads a text that is a file of its own.
    init(_ text: String, path: String) throws(DocumentError) {
        content =
            Self.isTemplate(text)
            ? Self.content(of: try Template(text, path: path)) : .constant(text)
    }

    private static func isTemplate(_ text: String) -> Bool {
        ["{{", "{%", "{#"].contains { ScalarText.contains(text, $0) }
    }

    private static func content(of template: Template) -> Content {
        template.constant.map(Content.constant) ?? .template(template)
    }

    /// The text where it is the same for every case, else nil.
    var constant: String? { if case .constant(let text) = content { text } else { nil } }

    /// The text for a case.
    ///
    /// - Throws: when the template asks for what the case does not have.
    func text(for subject: ScoringSubject) throws(Unscorable) -> String {
        switch content {
        case .constant(let text): return text
        case .template(let template):
            do { return try template.render(subject.variables) } catch {
                throw Unscorable("an argument of the scorer: \(error.headline)")
            }
        }
    }
}
