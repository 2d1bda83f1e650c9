package import LanguageModel
package import Workspace

/// An item on which annotators differ in a question: what an adjudicator decides.
package struct Disagreement: Sendable, Hashable {
    /// Who said what, as stored; repeats left out.
    package struct Voice: Sendable, Hashable {
        package var annotator: String
        package var answer: JSONValue
        package var note: String?
        package var judgment: RecordID
    }

    package var item: RecordID
    package var question: String
    package var voices: [Voice]
    /// The share of pairs of annotators who differ.
    package var split: Double
    /// What was decided; nil while open.
    package var decision: JSONValue?

    /// Whether somebody has decided.
    package var isSettled: Bool { decision != nil }

    /// Every disagreement of a project, the deepest first.
    package static func all(in queue: LabelQueue) -> [Disagreement] {
        var decisions: [RecordID: [String: JSONValue]] = [:]
        for judgment in queue.adjudications {
            decisions[judgment.item, default: [:]].merge(judgment.answers) { _, new in new }
        }
        var byItem: [RecordID: [Judgment]] = [:]
        for judgment in queue.current where !judgment.isRepeat && !judgment.isSkip {
            byItem[judgment.item, default: []].append(judgment)
        }
        var found: [Disagreement] = []
        for item in queue.items {
            guard let judgments = byItem[item.id], judgments.count > 1 else { continue }
            for question in queue.project.questions(for: item) {
                let voices = judgments.compactMap { judgment in
                    judgment.answers[question.id].map {
                        Voice(
                            annotator: judgment.annotator, answer: $0, note: judgment.note,
                            judgment: judgment.id)
                    }
                }
                var counts: [JSONValue: Int] = [:]
                for voice in voices { counts[voice.answer, default: 0] += 1 }
                guard counts.count > 1 else { continue }
                let pairs = voices.count * (voices.count - 1)
                let agreeing = counts.values.reduce(0) { $0 + $1 * ($1 - 1) }
                found.append(
                    Disagreement(
                        item: item.id, question: question.id,
                        voices: voices.sorted { $0.annotator < $1.annotator },
                        split: 1 - Double(agreeing) / Double(pairs),
                        decision: decisions[item.id]?[question.id]))
            }
        }
        return found.enumerated().sorted {
            ($1.element.split, $0.offset) < ($0.element.split, $1.offset)
        }.map(\.element)
    }
}
