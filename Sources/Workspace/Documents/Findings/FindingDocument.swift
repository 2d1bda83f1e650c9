/// A documented failure mode: what was asked, what came, what should have come, and why it may
/// have happened. A file `findings/*.md` that people read and edit.
package struct FindingDocument: Sendable, Hashable {
    /// How bad it is.
    package enum Severity: String, Sendable, Hashable, Codable, CaseIterable {
        case critical, high, medium, low
    }

    /// How far its treatment is.
    package enum Status: String, Sendable, Hashable, Codable, CaseIterable {
        case open, confirmed, fixed, rejected, merged
    }

    /// `fnd_…`, the id of its first record.
    package var id: String?
    package var title: String
    package var severity: Severity
    package var status = Status.open
    /// The clause that it breaks.
    package var clause: String?
    /// The specification of that clause.
    package var spec: String?
    /// The sample in which it was seen.
    package var sample: String?
    package var run: String?
    package var caseID: String?
    package var promptID: String?
    package var model: String?
    /// Whether the model plays a written part.
    package var isSimulated = false
    /// Whether its texts are an attack: a public portfolio withholds them.
    package var isRedTeam = false
    /// Who wrote it.
    package var author: String?
    /// The category of failure, as suites tag it.
    package var failure: String?
    /// The finding that this one was merged into.
    package var mergedInto: String?
    /// What was sent, the last message at least.
    package var prompt = ""
    /// What came back.
    package var observed = ""
    /// What should have come.
    package var expected = ""
    /// Why it may have happened, and how sure that is.
    package var hypothesis = ""
    /// Anything else.
    package var notes = ""
    /// The file, relative to the workspace.
    package var file = "(in memory)"

    package init(title: String, severity: Severity) {
        self.title = title
        self.severity = severity
    }

    /// The required fields that are still empty, by the heading under which each stands.
    package var missing: [String] {
        let parts = [
            (Self.headings[0], prompt), (Self.headings[1], observed), (Self.headings[2], expected),
            (Self.headings[3], hypothesis),
        ]
        return parts.filter { $0.1.isEmpty }.map(\.0)
    }

    /// The headings of the required fields, then that of the notes.
    static let headings = ["Prompt", "Observed", "Expected", "Root-cause hypothesis", "Notes"]
}
