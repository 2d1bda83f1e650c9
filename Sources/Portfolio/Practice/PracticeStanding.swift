import LanguageModel
import Statistics
package import Workspace

/// How rehearsal stands: what was covered, how ratings move, what is due again.
package struct PracticeStanding: Sendable {
    /// One question or talk.
    package struct Topic: Sendable {
        package var id: String
        package var text: String
        package var skills: [String]
        package var attempts: Int
        /// Attempts that name no evidence.
        package var uncited: Int
        /// The means of the ratings, oldest first; a rating replaces the one before of its attempt.
        package var ratings: [Double]
        /// When it should be said again; nil for what was never rated.
        package var due: Timestamp?
        package var last: Timestamp?
    }

    /// How the ratings moved: the later half less the earlier.
    package struct Drift: Sendable {
        package var ratings: Int
        package var earlier: Double
        package var later: Double
        package var low: Double?
        package var high: Double?
    }

    /// Questions in the order of the list; talks and questions no longer there behind them.
    package var topics: [Topic]
    /// Nil below four rated attempts.
    package var drift: Drift?

    /// Reads the records.
    package init(_ questions: [PracticeQuestion], reader: StoreReader) async throws {
        let records = try await reader.records(.practice)
        let attempts = records.filter { $0.name == PracticeBook.attemptName }
        var rated: [RecordID: (mean: Double, at: Timestamp)] = [:]
        for record in records where record.name == PracticeBook.ratingName {
            guard let mean = record.body["mean"]?.double,
                let target = record.links.first(where: { $0.relation == "rates" })
                    .flatMap({ RecordID($0.target) })
            else { continue }
            rated[target] = (mean, record.created)
        }
        var topics = questions.map {
            Topic(
                id: $0.id, text: $0.text, skills: $0.skills, attempts: 0, uncited: 0, ratings: [])
        }
        var memories: [String: ReviewSchedule.Memory] = [:]
        for attempt in attempts {
            let id = attempt.body["topic"]?.string ?? ""
            if !topics.contains(where: { $0.id == id }) {
                topics.append(
                    Topic(
                        id: id, text: attempt.body["text"]?.string ?? "",
                        skills: (attempt.body["skills"]?.array ?? []).compactMap(\.string),
                        attempts: 0, uncited: 0, ratings: []))
            }
            guard let place = topics.firstIndex(where: { $0.id == id }) else { continue }
            topics[place].attempts += 1
            topics[place].last = attempt.created
            if !attempt.links.contains(where: { $0.relation == "cites" }) {
                topics[place].uncited += 1
            }
            if let rating = rated[attempt.id] {
                topics[place].ratings.append(rating.mean)
                let memory = ReviewSchedule.after(
                    Self.grade(rating.mean), of: memories[id], at: attempt.created)
                memories[id] = memory
                topics[place].due = memory.due
            }
        }
        self.topics = topics
        drift = Self.drift(
            attempts.compactMap { rated[$0.id]?.mean })
    }

    /// A mean mark as a review: below 2.5 again, below 3.5 hard, below 4.5 good, else easy.
    static func grade(_ mean: Double) -> ReviewSchedule.Rating {
        mean < 2.5 ? .again : mean < 3.5 ? .hard : mean < 4.5 ? .good : .easy
    }

    /// Halves of the ratings compared by Welch's method.
    static func drift(_ means: [Double]) -> Drift? {
        guard means.count >= 4 else { return nil }
        let half = means.count / 2
        let (first, second) = (Array(means.prefix(half)), Array(means.suffix(half)))
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        let estimate = try? Estimate.unpairedDifference(second, first)
        return Drift(
            ratings: means.count, earlier: mean(first), later: mean(second),
            low: estimate?.interval?.lower, high: estimate?.interval?.upper)
    }

    /// The skills with how many of their questions were tried.
    package func bySkill(_ skills: [String]) -> [(skill: String, tried: Int, questions: Int)] {
        skills.map { skill in
            let own = topics.filter { $0.skills.contains(skill) }
            return (skill, own.count { $0.attempts > 0 }, own.count)
        }
    }
}
