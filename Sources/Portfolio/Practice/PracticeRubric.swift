/// What an answer or a talk is rated by, from 1 to 5, with what 1, 3 and 5 mean.
package enum PracticeRubric: String, Sendable, Hashable, CaseIterable {
    case answers, structure, evidence, precision, limits, delivery

    package var question: String {
        switch self {
        case .answers: "Does it answer what was asked?"
        case .structure: "Can a listener retell its parts?"
        case .evidence: "Does it rest on something that you did and can show?"
        case .precision: "Are numbers exact, with their uncertainty and their size?"
        case .limits: "Does it say what it can't show?"
        case .delivery: "Was it in time, clear and calm?"
        }
    }

    /// 1, 3 and 5.
    package var anchors: [String] {
        switch self {
        case .answers: ["another question", "after a detour", "at once and whole"]
        case .structure: ["a stream", "parts without links", "three parts anybody recalls"]
        case .evidence:
            ["general truths", "one example", "a record, named, that carries the point"]
        case .precision: ["'much better'", "a number", "a number, its interval and its n"]
        case .limits: ["none", "when asked", "the one that matters, unasked"]
        case .delivery: ["far off, or read aloud", "a little off", "in time, to a person"]
        }
    }
}
