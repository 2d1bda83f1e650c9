import LanguageModel
package import Workspace

/// Which items a project has: fixed when first drawn, and anew when the source is described
/// otherwise or its file changes.
package struct ItemDraw: Sendable, Hashable {
    package var id: RecordID
    package var project: String
    /// The hash of what was asked for.
    package var itemsHash: String
    /// The drawn items, in the source's order.
    package var items: [RecordID]
    /// The run; nil for a file.
    package var run: RecordID?
    /// The file and the SHA-256 of its bytes; nil for a run.
    package var file: String?
    package var fileHash: String?
    /// How many there were to draw from.
    package var eligible: Int

    /// The draw as it is stored.
    package func record(replacing former: RecordID?) -> StoredRecord {
        var body: [String: JSONValue] = [
            "project": .string(project), "items_sha256": .string(itemsHash),
            "items": .array(items.map { .string($0.description) }),
            "eligible": .integer(eligible),
        ]
        var links: [RecordLink] = []
        if let run {
            body["run"] = .string(run.description)
            links.append(RecordLink("drawn from", run))
        }
        if let file {
            body["file"] = .string(file)
            links.append(RecordLink("drawn from", "document:\(file)"))
        }
        if let fileHash { body["file_sha256"] = .string(fileHash) }
        if let former { links.append(RecordLink("replaces", former)) }
        return StoredRecord(id: id, name: project, links: links, body: .object(body))
    }

    /// Reads a stored draw; nil where the record is none.
    package init?(_ record: StoredRecord) {
        guard record.id.kind == .labelDraw, let hash = record.body["items_sha256"]?.string,
            let items = record.body["items"]?.array
        else { return nil }
        self.init(
            id: record.id, project: record.name, itemsHash: hash,
            items: items.compactMap { $0.string.flatMap { RecordID($0) } },
            run: record.body["run"]?.string.flatMap { RecordID($0) },
            file: record.body["file"]?.string, fileHash: record.body["file_sha256"]?.string,
            eligible: record.body["eligible"]?.int ?? 0)
    }

    init(
        id: RecordID, project: String, itemsHash: String, items: [RecordID], run: RecordID? = nil,
        file: String? = nil, fileHash: String? = nil, eligible: Int
    ) {
        self.id = id
        self.project = project
        self.itemsHash = itemsHash
        self.items = items
        self.run = run
        self.file = file
        self.fileHash = fileHash
        self.eligible = eligible
    }
}

extension LabelProject {
    /// The forms of items that the questions need.
    package var forms: [LabelItem.Form] {
        var forms: Set<LabelItem.Form> = []
        for question in questions {
            switch question.kind {
            case .pairwise: forms.insert(.pair)
            case .ranking: forms.insert(.group)
            default: forms.insert(.single)
            }
        }
        return LabelItem.Form.allCases.filter(forms.contains)
    }

    /// The questions that are asked about an item: what compares answers goes with items of
    /// several, all else with the others, unless the project has only one sort of question.
    package func questions(for item: LabelItem) -> [LabelQuestion] {
        let comparing = questions.filter(\.comparesAnswers)
        guard !comparing.isEmpty, comparing.count < questions.count else { return questions }
        if item.form == .single { return questions.filter { !$0.comparesAnswers } }
        return comparing.filter { question in
            if case .pairwise = question.kind { return item.answers.count == 2 }
            return true
        }
    }

    /// Chooses items at random, the same ones whenever the source still has them: each has a
    /// number that follows from its content and the seed, and the smallest are drawn.
    func drawn<Candidate>(
        _ candidates: [Candidate], key: (Candidate) -> String
    ) -> [Candidate] {
        guard let sample = items.sample, sample < candidates.count else { return candidates }
        let seed = String(items.seed)
        let ranked = candidates.enumerated().map { index, candidate in
            (number: Derived.word("draw", seed, name, key(candidate)), index: index)
        }.sorted { ($0.number, $0.index) < ($1.number, $1.index) }
        return ranked.prefix(sample).map(\.index).sorted().map { candidates[$0] }
    }
}
