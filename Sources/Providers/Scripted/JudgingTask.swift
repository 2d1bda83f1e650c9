package import LanguageModel

/// What a request for a verdict tells a simulated judge: which answers count as verdicts, and
/// which of them is right.
///
/// It travels in the request's variables, which no other provider reads, so that a scripted judge
/// works with any wording of the judge's prompt and its faults are exactly those that were
/// planted.
package struct JudgingTask: Sendable, Hashable {
    /// The name of the variable.
    package static let variable = "judging"

    /// The text of each verdict by its name: `first`, `second` and `tie` where two answers are
    /// compared; names of the asker's own, such as `pass` and `fail`, where one is graded.
    package var replies: [String: String]
    /// The name of the right verdict; nil where nobody knows it. A judge then answers with its
    /// script's behaviours.
    package var right: String?

    package init(replies: [String: String], right: String?) {
        self.replies = replies
        self.right = right
    }

    /// Reads the task from a request's variables; nil where there is none.
    init?(_ variables: [String: JSONValue]) {
        guard let json = variables[Self.variable], let replies = json["replies"]?.object else {
            return nil
        }
        self.init(replies: replies.compactMapValues { $0.string }, right: json["right"]?.string)
    }

    /// The value of the variable.
    package var json: JSONValue {
        [
            "replies": .object(replies.mapValues { .string($0) }),
            "right": right.map { .string($0) } ?? .null,
        ]
    }
}

extension Script.Judge {
    /// What it says when nobody can tell which verdict it means.
    static let unreadableReply = "That is hard to say. There is something in each of them."

    /// The verdict on a task.
    ///
    /// - Parameter draw: the number in [0, 1) that decides about one of the judge's faults.
    /// - Returns: nil where the right verdict is not known.
    func verdict(on task: JudgingTask, draw: (String) -> Double) -> String? {
        guard let right = task.right, let rightReply = task.replies[right] else { return nil }
        if draw("judge unreadable") < unreadable { return Self.unreadableReply }
        if let first = task.replies["first"], let second = task.replies["second"] {
            if let tie = task.replies["tie"], draw("judge tie") < ties { return tie }
            if draw("judge position") < positionBias { return favoursFirst ? first : second }
        }
        if draw("judge sight") < accuracy { return rightReply }
        let wrong = task.replies.filter { $0.key != right && $0.key != "tie" }
            .sorted { $0.key < $1.key }
        guard !wrong.isEmpty else { return rightReply }
        return wrong[min(Int(draw("judge error") * Double(wrong.count)), wrong.count - 1)].value
    }

    /// - Throws: `ProviderError.invalidRequest` for a share outside [0, 1].
    func check(in script: String) throws(ProviderError) {
        let shares = [unreadable, ties, positionBias, accuracy]
        guard shares.allSatisfy({ (0...1).contains($0) }) else {
            throw ProviderError(
                .invalidRequest, "the judge of \(script) has a share that is not between 0 and 1")
        }
    }
}
