package import Workspace

/// Who judges what next: the whole state of a project's work, without clocks, files or locks.
///
/// Items wait until they have as many judgments as the project wants; each person meets them in an
/// order of their own, and some of them a second time without being told.
package struct LabelQueue: Sendable {
    /// An item for a person.
    package struct Turn: Sendable, Hashable {
        package var item: RecordID
        /// Whether the person has judged it before.
        package var isRepeat: Bool
    }

    package let project: LabelProject
    package let items: [LabelItem]
    /// Every judgment, by id.
    package private(set) var judgments: [RecordID: Judgment] = [:]
    private let places: [RecordID: Int]
    /// A person's judgments that were not taken back, in the order of time.
    private var live: [String: [Judgment]] = [:]
    private var replaced: Set<RecordID> = []
    /// Who judged each item and did not skip it.
    private var coverage: [[String]]
    private var orders: [String: [Int]] = [:]
    /// Who should judge each item; empty where whoever comes does.
    private let assignment: [[String]]
    /// Items that are being judged now, by person.
    private var reserved: [String: Int] = [:]

    package init(project: LabelProject, items: [LabelItem], judgments: [Judgment] = []) {
        self.project = project
        self.items = items
        places = Dictionary(
            items.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        coverage = [[String]](repeating: [], count: items.count)
        assignment = Self.assignment(project, items)
        for judgment in judgments { take(judgment) }
    }

    /// An item by its id.
    package func item(_ id: RecordID) -> LabelItem? { places[id].map { items[$0] } }

    /// Takes a judgment in; one that is there already changes nothing.
    package mutating func take(_ judgment: Judgment) {
        guard judgments.updateValue(judgment, forKey: judgment.id) == nil else { return }
        if let old = judgment.replaces { replaced.insert(old) }
        let person = judgment.annotator
        if let place = places[judgment.item], reserved[person] == place { reserved[person] = nil }
        guard judgment.role == .annotator, !replaced.contains(judgment.id) else { return }
        var list = live[person] ?? []
        if let old = judgment.replaces { list.removeAll { $0.id == old } }
        // Judgments of other processes may come late.
        let index = list.lastIndex { ($0.created, $0.id) < (judgment.created, judgment.id) }
        list.insert(judgment, at: index.map { $0 + 1 } ?? 0)
        live[person] = list
        for item in Set([judgment.item, judgment.replaces.flatMap { judgments[$0]?.item }]) {
            guard let item, let place = places[item] else { continue }
            coverage[place].removeAll { $0 == person }
            if list.contains(where: { $0.item == item && !$0.isSkip }) {
                coverage[place].append(person)
            }
        }
    }

    /// Whether a judgment was taken back by a later one.
    package func isReplaced(_ id: RecordID) -> Bool { replaced.contains(id) }

    /// A person's judgments that count, oldest first.
    package func judgments(by person: String) -> [Judgment] { live[person] ?? [] }

    /// Everybody who has judged or is to.
    package var people: [String] {
        project.annotators.names
            + live.keys.filter { !project.annotators.names.contains($0) }.sorted()
    }

    /// Judgments that count, of annotators and not adjudicators, oldest first.
    package var current: [Judgment] {
        live.values.joined().sorted { ($0.created, $0.id) < ($1.created, $1.id) }
    }

    /// What adjudicators decided, oldest first; the last one for an item and question counts.
    package var adjudications: [Judgment] {
        judgments.values.filter { $0.role == .adjudicator && !replaced.contains($0.id) }
            .sorted { ($0.created, $0.id) < ($1.created, $1.id) }
    }

    /// The next item for a person, kept for them; nil where nothing is left.
    ///
    /// Until the item is judged or given back the answer stays the same.
    package mutating func next(for person: String) -> Turn? {
        if let place = reserved[person] {
            let isRepeat = judgments(by: person).contains { $0.item == items[place].id }
            return Turn(item: items[place].id, isRepeat: isRepeat)
        }
        let own = judgments(by: person)
        let seen = Set(own.map(\.item))
        let fresh = freshPlace(for: person, seen: seen)
        if let place = repeatPlace(for: person, own, isAtEnd: fresh == nil) {
            reserved[person] = place
            return Turn(item: items[place].id, isRepeat: true)
        }
        guard let fresh else { return nil }
        reserved[person] = fresh
        return Turn(item: items[fresh].id, isRepeat: false)
    }

    /// Gives the item back that is kept for a person.
    package mutating func release(_ person: String) { reserved[person] = nil }

    /// Whether a person could be given this item a second time now.
    func mayRepeat(_ item: RecordID, for person: String) -> Bool {
        let own = judgments(by: person).filter { $0.item == item }
        return own.count == 1 && own[0].skip == nil && project.annotators.repeats > 0
    }

    /// How many judgments an item has, skips left out.
    package func count(of item: RecordID) -> Int { places[item].map { coverage[$0].count } ?? 0 }

    /// How many judgments each item should have.
    package var overlap: Int {
        project.annotators.overlap ?? max(project.annotators.names.count, live.count, 1)
    }

    /// The items that a person is still to judge, repeats left out.
    package func remaining(for person: String) -> Int {
        let seen = Set(judgments(by: person).map(\.item))
        return items.indices.count { isOpen($0, for: person) && !seen.contains(items[$0].id) }
    }

    private mutating func freshPlace(for person: String, seen: Set<RecordID>) -> Int? {
        let order = order(of: person)
        func isFree(_ place: Int) -> Bool { !seen.contains(items[place].id) }
        if let own = order.first(where: { isFree($0) && assignment[$0].contains(person) }) {
            return own
        }
        return order.first { isFree($0) && isOpen($0, for: person) }
    }

    /// Whether an item wants this person's judgment: they are to judge it, or fewer than wanted
    /// have it, are to judge it, or are judging it.
    private func isOpen(_ place: Int, for person: String) -> Bool {
        guard let overlap = project.annotators.overlap else { return true }
        if assignment[place].contains(person) { return true }
        let done = Set(coverage[place])
        var expected = done
        for other in assignment[place]
        where !(live[other] ?? []).contains(where: { $0.item == items[place].id }) {
            expected.insert(other)
        }
        for (other, kept) in reserved where kept == place && other != person {
            expected.insert(other)
        }
        return expected.count < overlap
    }

    /// A judged item that is due to come again; the number due grows with what was judged.
    private func repeatPlace(for person: String, _ own: [Judgment], isAtEnd: Bool) -> Int? {
        let share = project.annotators.repeats
        guard share > 0 else { return nil }
        let done = own.filter { !$0.isSkip }
        let repeats = done.count(where: \.isRepeat)
        let exact = Double(done.count - repeats) * share
        let due = Int(exact.rounded(isAtEnd ? .toNearestOrAwayFromZero : .down))
        guard repeats < due else { return nil }
        // What was judged a moment ago is remembered.
        let gap = isAtEnd ? 1 : Self.repeatGap
        let settled = done.dropLast(gap)
        let recent = Set(done.suffix(gap).map(\.item))
        let again = Set(done.filter(\.isRepeat).map(\.item))
        let seed = String(project.items.seed)
        return settled.filter { !again.contains($0.item) && !recent.contains($0.item) }
            .compactMap { places[$0.item] }
            .min { first, second in
                Derived.word("repeat", seed, person, items[first].id.description)
                    < Derived.word("repeat", seed, person, items[second].id.description)
            }
    }

    /// How many other items lie between the first and the second time.
    private static let repeatGap = 5

    private mutating func order(of person: String) -> [Int] {
        if let order = orders[person] { return order }
        var order = Array(items.indices)
        if project.items.isRandomOrder {
            let seed = String(project.items.seed)
            let numbers = items.map { Derived.word("order", seed, person, $0.id.description) }
            order.sort { (numbers[$0], $0) < (numbers[$1], $1) }
        }
        orders[person] = order
        return order
    }

    /// Shares the items out so that loads are even and every two people meet on some.
    private static func assignment(_ project: LabelProject, _ items: [LabelItem]) -> [[String]] {
        let names = project.annotators.names
        var assignment = [[String]](repeating: [], count: items.count)
        guard !names.isEmpty else { return assignment }
        guard let overlap = project.annotators.overlap, overlap < names.count else {
            return [[String]](repeating: names, count: items.count)
        }
        var load = [Int](repeating: 0, count: names.count)
        let seed = String(project.items.seed)
        for place in items.indices {
            let numbers = names.map { Derived.word("assign", seed, $0, "\(items[place].id)") }
            let chosen = names.indices.sorted { (load[$0], numbers[$0]) < (load[$1], numbers[$1]) }
                .prefix(overlap)
            for index in chosen { load[index] += 1 }
            assignment[place] = chosen.map { names[$0] }
        }
        return assignment
    }
}
