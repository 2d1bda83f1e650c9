import LanguageModel
package import Workspace

extension Plan {
    /// Reads a plan.
    ///
    /// - Parameter base: what stands where the document says nothing; nil for the built-in plan,
    ///   which must say everything.
    /// - Throws: everything wrong with it, each with its line.
    package init(_ node: DocumentNode, base: Plan?) throws(DocumentErrors) {
        var errors = DocumentErrorCollector()
        PlanShape.document.check(node, into: &errors)
        try errors.check()
        var reader = PlanReader()
        let empty = Plan(
            name: "", title: "", restDays: [], auditDays: [], collect: 0...1000, targets: 0...1000,
            questions: [], artifacts: [], phases: [], exercises: [])
        self = base ?? empty
        if let label = node["plan"]?.label { name = label }
        if let text = node["title"]?.label { title = text } else if base == nil { title = name }
        if let days = node["rest-days"] { restDays = reader.weekdays(days) }
        if let days = node["audit-days"] { auditDays = days.items.compactMap(\.integer).sorted() }
        if let range = node["roles"]?["collect"] { collect = reader.range(range) }
        if let range = node["roles"]?["targets"] { targets = reader.range(range) }
        if let node = node["questions"] {
            questions = node.items.map {
                PlanQuestion(id: $0["id"]?.label ?? "", text: $0["text"]?.label ?? "")
            }
        }
        if let node = node["artifacts"] { artifacts = node.items.map(reader.artifact) }
        if let node = node["phases"] { phases = reader.phases(node) }
        if let node = node["exercises"] { exercises = reader.exercises(node) }
        reader.check(self, node)
        errors.add(reader.errors)
        try errors.check()
    }

    /// The workspace's plan: `plan.yaml` over the built-in one, or the built-in one alone.
    package static func read(in folder: WorkspaceFolder) throws(DocumentErrors) -> Plan {
        let node: DocumentNode
        do throws(DocumentError) {
            let isThere = FileAccess.exists(try folder.resolve("plan.yaml"))
            node =
                isThere
                ? try DocumentNode(bytes: try folder.read("plan.yaml"), path: "plan.yaml")
                : DocumentNode(.null, file: "plan.yaml")
        } catch { throw DocumentErrors(error) }
        return try overlaid(node)
    }

    /// A document over the built-in plan.
    private static func overlaid(_ node: DocumentNode) throws(DocumentErrors) -> Plan {
        var base = try builtIn()
        if node.isNull { return base }
        // A plan of one's own phases has none of the built-in plan's days.
        if node["phases"] != nil {
            base.artifacts = []
            base.exercises = []
            base.auditDays = [1]
            base.title = node["plan"]?.label ?? "A plan of my own"
        }
        return try Plan(node, base: base)
    }
}

extension DocumentErrorCollector {
    fileprivate mutating func add(_ errors: [DocumentError]) {
        for error in errors { add(error) }
    }
}

/// Reads the parts of a plan and gathers what their shapes can't say.
private struct PlanReader {
    var errors: [DocumentError] = []
    private var day = 1
    private var block = 1

    mutating func weekdays(_ node: DocumentNode) -> Set<Int> {
        let days = node.items.compactMap { item in
            item.label.flatMap { PlanShape.weekdays.firstIndex(of: $0) }.map { $0 + 1 }
        }
        if Set(days).count == 7 {
            errors.append(node.error("every weekday is a rest day, so nothing could be planned"))
            return []
        }
        return Set(days)
    }

    mutating func range(_ node: DocumentNode) -> ClosedRange<Int> {
        let numbers = node.items.compactMap(\.integer)
        guard numbers.count == 2, numbers[0] <= numbers[1] else {
            errors.append(
                node.error("expected two whole numbers, the least and the most, such as [4, 6]"))
            return 0...1000
        }
        return numbers[0]...numbers[1]
    }

    func artifact(_ node: DocumentNode) -> PlanArtifact {
        PlanArtifact(
            id: node["id"]?.label ?? "", number: node["number"]?.integer ?? 0,
            title: node["title"]?.label ?? "", file: node["file"]?.label ?? "",
            signal: labels(node["signal"]), skills: labels(node["skills"]))
    }

    mutating func phases(_ node: DocumentNode) -> [PlanPhase] {
        var phases: [PlanPhase] = []
        for (index, node) in node.items.enumerated() {
            phases.append(
                PlanPhase(
                    id: node["phase"]?.label ?? "", number: index + 1,
                    title: node["title"]?.label ?? "", theme: node["theme"]?.label ?? "",
                    blocks: blocks(node["blocks"])))
        }
        return phases
    }

    private mutating func blocks(_ node: DocumentNode?) -> [PlanBlock] {
        var blocks: [PlanBlock] = []
        for node in node?.items ?? [] {
            let first = day
            var items: [PlanItem] = []
            for one in node["items"]?.items ?? [] {
                var item = item(one)
                item.days = day...(day + item.length - 1)
                day += item.length
                items.append(item)
            }
            blocks.append(
                PlanBlock(
                    id: node["block"]?.label ?? "", number: block,
                    title: node["title"]?.label ?? "", goal: node["goal"]?.label ?? "",
                    domain: node["domain"]?.label ?? "", command: node["command"]?.label,
                    deliverable: node["deliverable"]?.label ?? "",
                    artifact: node["artifact"]?.label, items: items,
                    days: first...max(first, day - 1)))
            block += 1
        }
        return blocks
    }

    mutating func exercises(_ node: DocumentNode) -> [PlanItem] {
        var exercises: [PlanItem] = []
        for node in node.items { exercises.append(item(node)) }
        return exercises
    }

    private mutating func item(_ node: DocumentNode) -> PlanItem {
        var evidence: [EvidenceRequirement] = []
        for one in node["evidence"]?.items ?? [] {
            if let requirement = requirement(one) { evidence.append(requirement) }
        }
        return PlanItem(
            id: node["item"]?.label ?? "", days: nil, length: node["days"]?.integer ?? 1,
            focus: node["focus"]?.label ?? "", goal: node["goal"]?.label ?? "",
            skills: labels(node["skills"]),
            readings: (node["readings"]?.items ?? []).map {
                PlanReading(
                    id: $0["reading"]?.label ?? "", kind: $0["kind"]?.label ?? "",
                    title: $0["title"]?.label ?? "", by: $0["by"]?.label,
                    place: $0["where"]?.label)
            },
            tasks: (node["tasks"]?.items ?? []).map {
                PlanTask(text: $0["do"]?.label ?? "", command: $0["with"]?.label)
            },
            deliverable: node["deliverable"]?.label, evidence: evidence,
            after: node["after"]?.label, why: node["why"]?.label)
    }

    private mutating func requirement(_ node: DocumentNode) -> EvidenceRequirement? {
        let least = node["at-least"]?.integer ?? 1
        if let count = node["roles"]?.integer { return .roles(count) }
        if let count = node["targets"]?.integer { return .targets(count) }
        if let count = node["annotated-roles"]?.integer { return .annotatedRoles(count) }
        if let count = node["findings"]?.integer { return .findings(count) }
        if let count = node["pairs"]?.integer { return .pairs(count) }
        if let count = node["prompt-variants"]?.integer { return .promptVariants(count) }
        if let word = node["records"] {
            guard let kind = RecordKind.allCases.first(where: { $0.word == word.label }) else {
                let known = RecordKind.allCases.map(\.word)
                errors.append(
                    word.error(
                        "there are no records called '\(word.label ?? "")'",
                        suggestion: Spelling.suggestion(for: word.label ?? "", among: known)))
                return nil
            }
            return .records(kind, least, named: node["named"]?.label)
        }
        if let count = node["suite-cases"]?.integer {
            return .suiteCases(
                count, tag: node["tag"]?.label ?? "failure",
                categories: node["categories"]?.integer ?? 1)
        }
        if let file = node["file"]?.label { return .file(file, words: node["words"]?.integer) }
        if let folder = node["files"]?.label {
            return .files(folder, ending: node["ending"]?.label ?? ".md", least)
        }
        var choices: [EvidenceRequirement] = []
        for one in node["any"]?.items ?? [] {
            if let requirement = requirement(one) { choices.append(requirement) }
        }
        return .any(choices)
    }

    /// Names that must be unique, and names that must lead somewhere.
    mutating func check(_ plan: Plan, _ node: DocumentNode) {
        var seen: Set<String> = []
        for (item, place) in itemNodes(node) {
            if !seen.insert(item).inserted {
                errors.append(
                    place.error(.duplicate, "two items are called '\(item)'; progress needs names"))
            }
        }
        let artifacts = Set(plan.artifacts.map(\.id))
        for phase in node["phases"]?.items ?? [] {
            for block in phase["blocks"]?.items ?? [] {
                guard let name = block["artifact"], let label = name.label,
                    !artifacts.contains(label)
                else { continue }
                errors.append(
                    name.error(
                        "no artifact is called '\(label)'",
                        suggestion: Spelling.suggestion(for: label, among: Array(artifacts))
                            ?? "list it under artifacts"))
            }
        }
        let items = plan.items.map(\.id)
        for exercise in node["exercises"]?.items ?? [] {
            guard let after = exercise["after"], let label = after.label, !items.contains(label)
            else { continue }
            errors.append(
                after.error(
                    "no item is called '\(label)'",
                    suggestion: Spelling.suggestion(for: label, among: items)))
        }
        for day in node["audit-days"]?.items ?? [] where (day.integer ?? 1) > plan.length {
            errors.append(day.error("the plan has \(plan.length) days"))
        }
    }

    private func itemNodes(_ node: DocumentNode) -> [(String, DocumentNode)] {
        let phases = node["phases"]?.items ?? []
        let blocks = phases.flatMap { $0["blocks"]?.items ?? [] }
        let items = blocks.flatMap { $0["items"]?.items ?? [] } + (node["exercises"]?.items ?? [])
        return items.compactMap { item in
            item["item"].flatMap { name in name.label.map { ($0, name) } }
        }
    }

    private func labels(_ node: DocumentNode?) -> [String] {
        (node?.items ?? []).compactMap(\.label)
    }
}
