package import LanguageModel
import Workspace

extension PracticeStanding.Topic {
    /// The topic as `conduct practice --json` and the studio's API tell it; times in milliseconds.
    package var json: JSONValue {
        [
            "id": .string(id), "text": .string(text),
            "skills": .array(skills.map(JSONValue.string)),
            "attempts": .integer(attempts), "uncited": .integer(uncited),
            "ratings": .array(ratings.map(JSONValue.number)),
            "due": due.map { .integer(Int($0.milliseconds)) } ?? .null,
        ]
    }
}

extension PracticeStanding.Drift {
    /// How ratings moved, as data.
    package var json: JSONValue {
        [
            "ratings": .integer(ratings), "earlier": .number(earlier), "later": .number(later),
            "low": low.map(JSONValue.number) ?? .null,
            "high": high.map(JSONValue.number) ?? .null,
        ]
    }
}

extension PracticeStanding {
    /// Coverage by skill, what was rehearsed and how ratings moved: `conduct practice coverage`.
    ///
    /// - Parameter skills: the ids of the skills that roles ask for.
    package func coverage(of skills: [String]) -> JSONValue {
        [
            "skills": .array(
                bySkill(skills).map {
                    [
                        "skill": .string($0.skill), "tried": .integer($0.tried),
                        "questions": .integer($0.questions),
                    ]
                }),
            "topics": .array(topics.filter { $0.attempts > 0 }.map(\.json)),
            "drift": drift?.json ?? .null,
        ]
    }
}

extension TalkPlan {
    /// The talk's sections with their seconds, as data.
    package var json: JSONValue {
        [
            "title": .string(title), "seconds": .number(length),
            "words": [.integer(words.lowerBound), .integer(words.upperBound)],
            "sections": .array(
                sections.map { ["title": .string($0.title), "seconds": .number($0.length)] }),
        ]
    }
}
