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
        while let node = try reader.next() {
            guard let card = node["card"]?.text,
                let rating = node["rating"]?.integer.flatMap(ReviewSchedule.Rating.init),
                let at = node["at"]?.integer
            else {
                throw node.error(
                    .missingKey, "a review has a card, a rating from 1 to 4 and a time",
                    suggestion: "restore the line from git, or delete it")
            }
            reviews.append(
                Review(card: card, rating: rating, at: Timestamp(milliseconds: Int64(at))))
        }
        return reviews.enumerated().sorted {
            ($0.element.at.milliseconds, $0.offset) < ($1.element.at.milliseconds, $1.offset)
        }.map(\.element)
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
