import Workspace

/// A text of a scorer's arguments: written out, or a template over the case's variables.
struct TextArgument: Sendable {
    private let literal: String

    init(_ node: DocumentNode) throws(DocumentError) {
        literal = node.label ?? ""
    }

    /// The text when it is the same for every case, else nil.
    var constant: String? { literal }

    /// The text for a case.
    func text(for subject: ScoringSubject) throws(Unscorable) -> String { literal }
}
