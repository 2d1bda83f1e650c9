package import Workspace

/// A source of the library: a paper, a course, a page of documentation, a framework.
package struct LibraryItem: Sendable, Hashable {
    package var id: String
    package var kind: LibraryNote.Kind
    package var title: String
    /// `Bai et al.`, or an organisation.
    package var authors: String
    package var year: Int?
    /// `arXiv:…`, `doi:…` or an address.
    package var place: String?
    /// The plan's phase, 1 to 3; nil for a source of one's own without one.
    package var phase: Int?
    /// The plan's days on which it is read.
    package var days: String
    /// What it should answer.
    package var question: String
    package var skills: [String]
    /// Numbers of the artifacts that it serves.
    package var artifacts: [Int]
    /// Whether `plan read` knows it.
    package var isReading: Bool

    package init(
        id: String, kind: LibraryNote.Kind, title: String, authors: String = "",
        year: Int? = nil, place: String? = nil, phase: Int? = nil, days: String = "",
        question: String = "", skills: [String] = [], artifacts: [Int] = [],
        isReading: Bool = false
    ) {
        self.id = id
        self.kind = kind
        self.title = title
        self.authors = authors
        self.year = year
        self.place = place
        self.phase = phase
        self.days = days
        self.question = question
        self.skills = skills
        self.artifacts = artifacts
        self.isReading = isReading
    }
}

extension LibraryItem {
    /// The sources of a plan's readings, and those beside them that the library knows.
    package static func catalogue(_ plan: Plan) -> [LibraryItem] {
        var items: [LibraryItem] = []
        for phase in plan.phases {
            for block in phase.blocks {
                let artifact = plan.artifacts.first { $0.id == block.artifact }?.number
                for item in block.items {
                    for reading in item.readings
                    where !items.contains(where: { $0.id == reading.id }) {
                        items.append(
                            LibraryItem(
                                reading, item, phase: phase.number,
                                artifacts: artifact.map { [$0] } ?? []))
                    }
                }
            }
        }
        for item in LibraryExtras.items where !items.contains(where: { $0.id == item.id }) {
            items.append(item)
        }
        return items
    }

    private init(_ reading: PlanReading, _ item: PlanItem, phase: Int, artifacts: [Int]) {
        let (authors, year) = Self.split(reading.by ?? "")
        self.init(
            id: reading.id, kind: Self.kind(reading.kind), title: reading.title,
            authors: authors, year: year, place: reading.place, phase: phase, days: item.dayText,
            question: LibraryExtras.questions[reading.id] ?? item.goal, skills: item.skills,
            artifacts: artifacts, isReading: true)
    }

    private static func kind(_ word: String) -> LibraryNote.Kind {
        switch word {
        case "paper": .paper
        case "doc": .documentation
        case "spec": .framework
        case "course": .course
        default: .article
        }
    }

    /// `Bai et al. 2022` in its parts.
    static func split(_ by: String) -> (authors: String, year: Int?) {
        let words = by.split(separator: " ")
        guard let last = words.last, last.count == 4, let year = Int(last) else { return (by, nil) }
        return (words.dropLast().joined(separator: " "), year)
    }
}
