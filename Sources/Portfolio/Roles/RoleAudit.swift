import LanguageModel
package import Workspace

/// A role's requirements held against what there is: artifacts and records, gaps first.
package struct RoleAudit: Sendable, Hashable {
    /// How a requirement stands.
    package enum State: String, Sendable, Hashable, CaseIterable, Comparable {
        /// Nothing shows it; a word in a document is nothing.
        case gap
        /// It names no skill that the lexicon knows, so nothing can be found for it.
        case unmapped
        /// A record without an artifact that tells of it, or a document where no record can be.
        case partly
        /// A record, and an artifact that tells of it.
        case shown

        package static func < (left: State, right: State) -> Bool {
            (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
        }
    }

    /// One skill of a requirement with what shows it.
    package struct Evidence: Sendable, Hashable {
        package var skill: String
        package var state: State
        /// Records that show it, newest last, at most five.
        package var records: [String]
        /// Files of artifacts that speak of it and are there.
        package var artifacts: [String]
        /// What would close the gap.
        package var close: [String]
    }

    /// One requirement.
    package struct Row: Sendable, Hashable {
        package var requirement: Requirement
        package var state: State
        package var evidence: [Evidence]
    }

    package var role: Role
    /// Gaps first.
    package var rows: [Row]
    /// The day of the audit.
    package var date: CalendarDate
    /// The days that the plan has left; nil where it has not begun.
    package var daysLeft: Int?
    /// How often its verbs fall in each cluster, by the user's word where there is one.
    package var verbs: [VerbCluster: Int] = [:]
    /// Whether the user has grouped any of them.
    package var isGroupedByUser = false

    /// How many requirements stand so.
    package func count(_ state: State) -> Int { rows.count { $0.state == state } }
}

/// Finds what shows a skill in a workspace.
package struct RoleAuditor: Sendable {
    private let desk: PlanDesk
    private let lexicon: RoleLexicon
    private let records: [RecordKind: [String]]
    private let present: Set<String>

    /// Gathers records and artifacts.
    package init(_ desk: PlanDesk, lexicon: RoleLexicon, reader: StoreReader) async throws {
        self.desk = desk
        self.lexicon = lexicon
        var records: [RecordKind: [String]] = [:]
        for kind in Set(lexicon.skills.flatMap(\.evidence)) {
            if kind == .run {
                records[kind] = try await reader.runs(limit: 10_000)
                    .filter { $0.run.status == .complete }.map(\.id.description).reversed()
            } else if kind.isStoredRecord {
                records[kind] = try await reader.records(kind).map(\.id.description)
            }
        }
        self.records = records
        var present: Set<String> = []
        for artifact in desk.plan.artifacts {
            guard FileAccess.exists(try desk.folder.resolve(artifact.file)) else { continue }
            let text = String(decoding: try desk.folder.read(artifact.file), as: UTF8.self)
            // A template without a paragraph of the user's shows nothing.
            if ProseWords.count(markdown: text) >= 50 { present.insert(artifact.id) }
        }
        self.present = present
    }

    /// Audits a role.
    ///
    /// - Parameter notebook: what the user said of its verbs; nil leaves the verbs out.
    package func audit(
        _ role: Role, requirements: [Requirement], notebook: RoleNotebook? = nil
    ) -> RoleAudit {
        let rows = requirements.map { requirement -> RoleAudit.Row in
            let evidence = requirement.skills.map(evidence)
            // Every skill that it names must be shown, so the weakest decides.
            let state = evidence.map(\.state).min() ?? .unmapped
            return RoleAudit.Row(requirement: requirement, state: state, evidence: evidence)
        }
        let order = rows.enumerated().sorted {
            ($0.element.state, $0.offset) < ($1.element.state, $1.offset)
        }
        let left = desk.schedule.end.map { max(0, desk.today.days(until: $0) + 1) }
        var audit = RoleAudit(
            role: role, rows: order.map(\.element), date: desk.today, daysLeft: left)
        if let notebook {
            let verbs = VerbComparison([(role, requirements, notebook)], lexicon: lexicon)
            audit.verbs = verbs.counts[role.name] ?? [:]
            audit.isGroupedByUser = verbs.hasUser
        }
        return audit
    }

    /// What shows a skill.
    package func evidence(_ id: String) -> RoleAudit.Evidence {
        let skill = lexicon.skill(id)
        let kinds = skill?.evidence ?? []
        var found = kinds.flatMap { records[$0] ?? [] }
        // What the skill ladder rests on shows the skill too.
        for step in desk.state.skills[id] ?? [] where step.level >= .practised {
            for one in step.evidence where !found.contains(one) { found.append(one) }
        }
        let artifacts = desk.plan.artifacts.filter { $0.skills.contains(id) }
        let written = artifacts.filter { present.contains($0.id) }
        let state: RoleAudit.State =
            switch (found.isEmpty, written.isEmpty) {
            case (false, false): .shown
            case (false, true): .partly
            case (true, false): kinds.isEmpty ? .partly : .gap
            case (true, true): .gap
            }
        return RoleAudit.Evidence(
            skill: id, state: state, records: Array(found.suffix(5)),
            artifacts: written.map(\.file),
            close: state == .shown ? [] : close(id, skill, hasRecord: !found.isEmpty, artifacts))
    }

    private func close(
        _ id: String, _ skill: RoleLexicon.Skill?, hasRecord: Bool, _ artifacts: [PlanArtifact]
    ) -> [String] {
        var steps: [String] = []
        if !hasRecord, let command = skill?.close { steps.append(command) }
        let open = desk.schedule.entries.first {
            $0.status == .open && $0.item.skills.contains(id)
        }
        if !hasRecord, let open { steps.append("\(open.item.id), \(open.first)") }
        if let artifact = artifacts.first(where: { !present.contains($0.id) }) {
            steps.append("write \(artifact.file)")
        }
        let isPlanned = desk.plan.items.contains { $0.skills.contains(id) }
        if !isPlanned,
            let exercise = desk.plan.exercises.first(where: { $0.skills.contains(id) }),
            !desk.state.added.contains(where: { $0.exercise == exercise.id })
        {
            steps.append("conduct plan add \(exercise.id)")
        }
        return steps.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
