/// A document's claim on a run: while it stands, the run is not removed.
package struct EvidencePin: Sendable, Hashable, Codable, Identifiable {
    /// `pin_…`.
    package var id: RecordID
    /// The run that the document shows.
    package var run: RecordID
    /// The scoring that it names, where it does.
    package var scoring: RecordID?
    /// The document, relative to the workspace.
    package var document: String
    /// What is shown of the run: `metric/slice` or a block's view.
    package var view: String
    /// SHA-256 of the canonical result as pinned.
    package var hash: String
    /// When it was pinned.
    package var created: Timestamp

    package init(
        id: RecordID, run: RecordID, scoring: RecordID? = nil, document: String, view: String,
        hash: String, created: Timestamp = .now
    ) {
        self.id = id
        self.run = run
        self.scoring = scoring
        self.document = document
        self.view = view
        self.hash = hash
        self.created = created
    }
}
