import LanguageModel
import Workspace

/// The page of the last day beside that of the first: what is known now, what is missing, which
/// role comes first.
package struct PlanReflection: Sendable {
    /// A question, asked on both days.
    package struct Question: Sendable, Hashable {
        package var id: String
        package var first: String
        package var last: String
    }

    package static let questions = [
        Question(
            id: "know", first: "What do you take this work to be, before you read about it?",
            last: "What do you know now that you didn't on the first day?"),
        Question(
            id: "gap", first: "What of it can't you do yet?",
            last: "What is honestly still missing?"),
        Question(
            id: "role", first: "Which role would you want first, and why?",
            last: "Which role do you apply for first, and why?"),
    ]

    /// Whether it is the page of the first day.
    package let isFirst: Bool
    /// The page of the first day as it was written; nil where there is none.
    package let before: String?
    /// Whether that page reads otherwise now than when it was kept.
    package let isChanged: Bool
    private let desk: PlanDesk
    private let targets: [Role]

    /// - Throws: where a role's file can't be read.
    package init(_ desk: PlanDesk, isFirst: Bool) throws {
        self.desk = desk
        self.isFirst = isFirst
        targets = try RoleLibrary(desk.folder).roles().filter(\.isTarget)
        if let page = desk.state.firstPages.first, let bytes = try? desk.folder.read(page.file) {
            before = String(decoding: bytes, as: UTF8.self)
            isChanged = SHA256.hex(bytes) != page.sha256
        } else {
            before = nil
            isChanged = false
        }
    }

    /// The answer that the first page gives to a question; nil where it gives none.
    package func earlier(_ question: Question) -> String? {
        guard let before else { return nil }
        let sections = HeadingScanner.sections(
            before.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
                Substring($0)
            }, firstLine: 1)
        guard let section = sections.first(where: { $0.title == question.first }) else {
            return nil
        }
        let text = section.body.joined(separator: "\n").trimmed
        return text.isEmpty ? nil : text
    }

    /// The page.
    package func markdown(_ answers: [String: String]) -> String {
        var lines = [
            "# \(isFirst ? "The first day" : "The last day")", "",
            "Written on \(desk.today).", "",
        ]
        for question in Self.questions {
            lines += ["## \(isFirst ? question.first : question.last)", ""]
            let answer = (answers[question.id] ?? "").trimmed
            lines += [answer.isEmpty ? "(no answer)" : answer, ""]
            guard !isFirst, let earlier = earlier(question) else { continue }
            lines += ["On the first day:", ""]
            lines += earlier.unicodeScalars.split(
                separator: "\n", omittingEmptySubsequences: false
            ).map { "> " + String($0) }
            lines.append("")
        }
        guard !isFirst else { return lines.joined(separator: "\n") }
        if before == nil { lines += ["Nothing was written on the first day.", ""] }
        lines += ["## What moved", ""]
        let moved = desk.state.skills.sorted { $0.key < $1.key }
        for (skill, steps) in moved {
            guard let last = steps.last else { continue }
            let shown =
                last.override.map { "by override: \($0)" }
                ?? last.evidence.map { "`\($0)`" }.joined(separator: ", ")
            lines.append("- \(skill): unaware → \(last.level.word), \(shown)")
        }
        if moved.isEmpty { lines.append("No skill moved on the ladder.") }
        lines += ["", "## Roles aimed at", ""]
        lines += targets.map { "- \($0.employer): \($0.title) (read on \($0.date))" }
        if targets.isEmpty { lines.append("No role is marked as a target.") }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension PlanDesk {
    /// Keeps the page of the first day, or of the last.
    ///
    /// - Returns: the file.
    /// - Throws: `invalid` where the first page is there already: it is not written twice.
    package mutating func keep(
        _ reflection: PlanReflection, answers: [String: String]
    ) throws -> String {
        let name = reflection.isFirst ? "journal/first-day" : "journal/last-day"
        if reflection.isFirst, let page = state.firstPages.first {
            throw PortfolioError(
                .invalid, "the first page was written on \(page.on), and stays as it is",
                advice: "read it with: conduct plan reflect --show")
        }
        var path = "\(name).md"
        var count = 2
        while FileAccess.exists(try folder.resolve(path)) {
            path = "\(name)-\(count).md"
            count += 1
        }
        let text = reflection.markdown(answers)
        try folder.write(text, to: path)
        try record(
            .reflection(
                isFirst: reflection.isFirst, file: path, sha256: SHA256.hex(Array(text.utf8))))
        return path
    }
}
