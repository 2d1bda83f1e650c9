import LanguageModel
package import Workspace

/// Every review of a card: `journal/reviews.jsonl`, to which lines are only ever added. Cards
/// stand in prose and change with it; their history stands here alone.
package struct ReviewJournal: Sendable {
    /// One review.
    package struct Review: Sendable, Hashable {
        package var card: String
        package var rating: ReviewSchedule.Rating
        package var at: Timestamp

        package init(card: String, rating: ReviewSchedule.Rating, at: Timestamp) {
            self.card = card
            self.rating = rating
            self.at = at
        }
    }

    /// The file's path in the workspace.
    package static let path = "journal/reviews.jsonl"
    private let folder: WorkspaceFolder

    package init(_ folder: WorkspaceFolder) { self.folder = folder }

    /// All reviews, in the order of their time.
    ///
    /// - Throws: the first line that is none, with its place.
    package func reviews() throws(DocumentError) -> [Review] {
        let file = try folder.resolve(Self.path)
        guard FileAccess.exists(file) else { return [] }
        let reader = try JSONLinesReader(file: file, path: Self.path)
        var reviews: [Review] = []
        while true {
            let next = try reader.next()
            guard let node = next else { break }
            guard let review = Self.review(node) else { throw Self.fault(node) }
            reviews.append(review)
        }
        return Self.inOrder(reviews)
    }

    private static func review(_ node: DocumentNode) -> Review? {
        guard let card = node["card"]?.text, let number = node["rating"]?.integer,
            let rating = ReviewSchedule.Rating(rawValue: number), let at = node["at"]?.integer
        else { return nil }
        return Review(card: card, rating: rating, at: Timestamp(milliseconds: Int64(at)))
    }

    private static func fault(_ node: DocumentNode) -> DocumentError {
        node.error(
            .missingKey, "a review has a card, a rating from 1 to 4 and a time",
            suggestion: "restore the line from git, or delete it")
    }

    /// By time; reviews of one moment keep the order of the file.
    private static func inOrder(_ reviews: [Review]) -> [Review] {
        let places = reviews.indices.sorted { left, right in
            (reviews[left].at.milliseconds, left) < (reviews[right].at.milliseconds, right)
        }
        return places.map { reviews[$0] }
    }

    /// Adds a review; it is on disk when this returns.
    package func append(_ review: Review) throws {
        let line: JSONValue = [
            "card": .string(review.card), "rating": .integer(review.rating.rawValue),
            "at": .integer(Int(review.at.milliseconds)),
            "variant": .string(ReviewSchedule.variant),
        ]
        try JudgmentJournal(folder: try folder.resolve("journal")).append(line, author: "reviews")
    }

    /// The memory of each card that was reviewed, by playing its history again.
    package func memories() throws -> [String: ReviewSchedule.Memory] {
        var memories: [String: ReviewSchedule.Memory] = [:]
        for review in try reviews() {
            memories[review.card] = ReviewSchedule.after(
                review.rating, of: memories[review.card], at: review.at)
        }
        return memories
    }
}
