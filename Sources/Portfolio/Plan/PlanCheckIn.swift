import LanguageModel
import Reports
package import Workspace

/// A block's check-in: what was finished, what last one said, the answers, the skills that moved.
package struct PlanCheckIn: Sendable {
    package let block: PlanBlock
    /// Records made since the block before ended, by kind.
    package let finished: [Finished]
    /// What the block's depth can be told by.
    package let effort: PlanEffort
    /// The check-in before, as it is written.
    package let last: (block: Int, text: String)?
    private let desk: PlanDesk

    /// Records of one kind that the block left behind.
    package struct Finished: Sendable, Hashable {
        package var kind: RecordKind
        package var count: Int
        /// Some of them.
        package var ids: [String]
    }

    /// Gathers what a check-in shows.
    ///
    /// - Parameter number: the block; nil takes the newest that is due, else the current one.
    package init(_ desk: PlanDesk, reader: StoreReader, block number: Int?) async throws {
        self.desk = desk
        // In a pause, or before a start that lies ahead, it is the block of what is next.
        let open = desk.schedule.current?.item.id
        let current =
            desk.schedule.day.flatMap { desk.plan.block(day: $0) }
            ?? (desk.state.start == nil
                ? nil
                : desk.plan.blocks.first { $0.items.contains { $0.id == open } }
                    ?? desk.plan.blocks.last)
        let chosen =
            number.map { number in desk.plan.blocks.first { $0.number == number } }
            ?? desk.schedule.checkInsDue.last ?? current
        guard let chosen else {
            throw PortfolioError(
                number == nil ? .notStarted : .notFound,
                number.map { "the plan has no block \($0)" } ?? "the plan has not begun",
                advice: number == nil
                    ? "begin it with: conduct plan start"
                    : "its blocks are 1 to \(desk.plan.blocks.count)")
        }
        block = chosen
        path = try Self.path(chosen.number, desk.folder)
        let first = desk.schedule.date(ofDay: chosen.days.lowerBound) ?? desk.today
        let after = (desk.schedule.end(of: chosen) ?? desk.today).adding(1)
        // What was made late still belongs to the block that is being looked back on.
        let until = max(after, desk.today.adding(1))
        var finished: [Finished] = []
        for kind in RecordKind.allCases {
            let ids: [String]
            switch kind {
            case .run:
                ids = try await reader.runs(limit: 10_000).filter {
                    let date = CalendarDate(local: $0.run.created)
                    return date >= first && date < until && $0.run.status == .complete
                }.map(\.id.description)
            case _ where kind.isStoredRecord && kind != .rerating && kind != .item:
                ids = try await reader.records(kind).filter {
                    let date = CalendarDate(local: $0.created)
                    return date >= first && date < until
                }.map(\.id.description)
            default: ids = []
            }
            if !ids.isEmpty {
                finished.append(Finished(kind: kind, count: ids.count, ids: Array(ids.suffix(5))))
            }
        }
        self.finished = finished
        effort = try PlanEffort(desk, chosen, from: first, until: until)
        if let before = desk.state.checkIns.last(where: { $0.block < chosen.number }),
            let bytes = try? desk.folder.read(before.file)
        {
            last = (before.block, String(decoding: bytes, as: UTF8.self))
        } else {
            last = nil
        }
    }

    /// Where the answers are kept: a file of its own for each time that a block is looked back on.
    package let path: String

    private static func path(_ number: Int, _ folder: WorkspaceFolder) throws -> String {
        let name = "journal/check-in-\(number < 10 ? "0" : "")\(number)"
        var path = name + ".md"
        var count = 2
        while FileAccess.exists(try folder.resolve(path)) {
            path = "\(name)-\(count).md"
            count += 1
        }
        return path
    }

    /// A step of a skill that a check-in claims.
    package struct Step: Sendable, Hashable {
        package var skill: String
        package var level: SkillLevel
        /// Record ids, files of the workspace, or `reading:NAME`.
        package var evidence: [String]
        package var override: String?

        package init(
            skill: String, level: SkillLevel, evidence: [String], override: String? = nil
        ) {
            self.skill = skill
            self.level = level
            self.evidence = evidence
            self.override = override
        }

        /// Reads `SKILL=LEVEL` or `SKILL=LEVEL:EVIDENCE,EVIDENCE`.
        ///
        /// - Throws: `invalid` with what was expected.
        package init(parsing text: String, override: String?) throws(PortfolioError) {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            let rest = parts.count == 2 ? parts[1] : ""
            let level = rest.prefix { $0 != ":" }
            guard parts.count == 2, !parts[0].isEmpty,
                let known = SkillLevel(rawValue: String(level))
            else {
                throw PortfolioError(
                    .invalid, "'\(text)' is no step of a skill",
                    advice: "write SKILL=LEVEL:EVIDENCE, such as "
                        + "evaluation-design=practised:run_01k5x3; levels are "
                        + SkillLevel.allCases.map(\.rawValue).joined(separator: ", "))
            }
            let evidence = rest.dropFirst(level.count + 1).split(separator: ",").map {
                RoleText.trimmed(String($0))
            }
            self.init(
                skill: parts[0], level: known, evidence: evidence.filter { !$0.isEmpty },
                override: override)
        }
    }

    /// Holds steps against the ladder and their evidence.
    ///
    /// - Throws: `notFound` for a skill or a piece of evidence that is not there, `notEarned` for a
    ///   step up without evidence and without a reason.
    package func check(
        _ steps: [Step], skills: [String], reader: StoreReader
    ) async throws {
        for step in steps {
            guard skills.contains(step.skill) else {
                throw PortfolioError(
                    .notFound, "no skill is called '\(step.skill)'",
                    advice: Spelling.suggestion(for: step.skill, among: skills)
                        ?? "conduct plan skills lists them")
            }
            let before = desk.state.level(step.skill)
            for evidence in step.evidence { try await find(evidence, reader) }
            guard step.level > before, step.evidence.isEmpty, step.override == nil else { continue }
            throw PortfolioError(
                .notEarned,
                "\(step.skill) can't go from \(before.word) to \(step.level.word) without evidence",
                advice:
                    "name a record, a file or reading:NAME behind a colon, or say why it counts "
                    + "all the same: --override \"reason\"")
        }
    }

    private func find(_ evidence: String, _ reader: StoreReader) async throws {
        if evidence.hasPrefix("reading:") {
            let name = String(evidence.dropFirst(8))
            guard desk.state.readings[name] == false else {
                throw PortfolioError(
                    .notFound, "the reading '\(name)' has not been read itself",
                    advice: "note it with: conduct plan read \(name)")
            }
            return
        }
        let prefix = String(evidence.prefix(3))
        if evidence.dropFirst(3).first == "_", let kind = RecordKind(rawValue: prefix) {
            _ = try await reader.resolve(evidence, as: kind)
            return
        }
        guard FileAccess.exists(try desk.folder.resolve(evidence)) else {
            throw PortfolioError(
                .notFound, "'\(evidence)' is neither a record nor a file of the workspace",
                advice: "give a record's id, a path, or reading:NAME")
        }
    }

    /// The check-in as the file that is kept.
    package func markdown(
        answers: [String: String], steps: [Step], fix: String?
    ) -> String {
        var lines = [
            "---", "block: \(block.number)", "date: \(desk.today)", "---",
            "# Check-in: \(block.title)", "",
        ]
        for (index, question) in desk.plan.questions.enumerated() {
            lines += ["## \(question.text)", ""]
            let answer = answers[question.id] ?? ""
            lines += [answer.isEmpty ? "(no answer)" : answer, ""]
            if index == 0, !finished.isEmpty {
                lines += ["Finished in this block:", ""]
                lines += finished.map { one in
                    "- \(one.count) \(one.kind.word)\(one.count == 1 ? "" : "s"): "
                        + one.ids.map { "`\($0)`" }.joined(separator: ", ")
                }
                lines.append("")
            }
            if question.id == "moved", !steps.isEmpty {
                for step in steps {
                    let shown =
                        step.evidence.isEmpty
                        ? step.override.map { "by override: \($0)" } ?? "by word"
                        : step.evidence.map { "`\($0)`" }.joined(separator: ", ")
                    lines.append(
                        "- \(step.skill): \(desk.state.level(step.skill).word) → "
                            + "\(step.level.word), \(shown)")
                }
                lines.append("")
            }
            if question.id == "depth" { lines += effort.lines.map { "- \($0)" } + [""] }
            if question.id == "fuzzy", let fix { lines += ["To settle it: \(fix)", ""] }
        }
        while lines.last == "" { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension PlanDesk {
    /// Keeps a check-in: its file, the event, and the steps of the ladder.
    package mutating func keep(
        _ checkIn: PlanCheckIn, answers: [String: String], steps: [PlanCheckIn.Step], fix: String?
    ) throws {
        let text = checkIn.markdown(answers: answers, steps: steps, fix: fix)
        try folder.write(text, to: checkIn.path)
        for step in steps {
            try record(
                .skill(
                    id: step.skill, level: step.level, evidence: step.evidence,
                    override: step.override))
        }
        try record(.checkIn(block: checkIn.block.number, file: checkIn.path, fix: fix))
    }
}
