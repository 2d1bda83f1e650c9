/// Where the tokens of a batch lie: ragged rows without padding, group after group, each group's
/// prompt once and its completions behind it.
struct BatchLayout {
    struct Group {
        /// The first row, that of the prompt's first token.
        let first: Int
        let promptCount: Int
        /// The rows of each completion.
        let completions: [Range<Int>]
    }

    /// A counted token: which of `outputRows` predicts it.
    struct Target {
        let output: Int
        let token: Int32
    }

    /// Where a completion's results come from.
    struct Place {
        /// Its counted tokens, in `targets`.
        let targets: Range<Int>
        /// Where heads are read, as indices into `outputRows`.
        let states: [Int]
    }

    /// What was laid out.
    let sources: [TrainingGroup]
    private(set) var tokens: [Int32] = []
    private(set) var positions: [Int] = []
    private(set) var groups: [Group] = []
    /// The rows whose final state is needed, rising.
    private(set) var outputRows: [Int] = []
    private(set) var targets: [Target] = []
    private(set) var places: [[Place]] = []

    var rowCount: Int { tokens.count }

    /// The longest context that any row attends to.
    private(set) var longest = 0

    /// Lays out groups that were checked.
    init(_ groups: [TrainingGroup], heads: HeadPlaces) {
        sources = groups
        for group in groups { add(group, heads: heads) }
    }

    private mutating func add(_ group: TrainingGroup, heads: HeadPlaces) {
        let first = tokens.count
        let count = group.prompt.count
        tokens += group.prompt
        positions += 0..<count
        longest = max(longest, count)
        let lastPromptRow = first + count - 1
        var promptOutput: Int?
        var rows: [Range<Int>] = []
        var places: [Place] = []
        for completion in group.completions {
            let start = tokens.count
            // A row is there only if a later row of the same completion, or an output, needs it.
            let needed: Int
            if heads == .last {
                needed = completion.ids.count
            } else {
                let last = completion.counted?.lastIndex(of: true) ?? -1
                needed = completion.counted == nil ? completion.ids.count - 1 : max(0, last)
            }
            tokens += completion.ids[..<needed]
            positions += count..<count + needed
            longest = max(longest, count + needed)
            rows.append(start..<start + needed)
            let firstTarget = targets.count
            var states: [Int] = []
            for (index, token) in completion.ids.enumerated()
            where completion.counted?[index] ?? true {
                let output: Int
                if index == 0 {
                    output = promptOutput ?? outputRows.count
                    if promptOutput == nil { outputRows.append(lastPromptRow) }
                    promptOutput = output
                } else {
                    output = outputRows.count
                    outputRows.append(start + index - 1)
                }
                targets.append(Target(output: output, token: token))
                if heads == .predicting { states.append(output) }
            }
            if heads == .last {
                states.append(outputRows.count)
                outputRows.append(start + needed - 1)
            }
            places.append(Place(targets: firstTarget..<targets.count, states: states))
        }
        self.groups.append(Group(first: first, promptCount: count, completions: rows))
        self.places.append(places)
    }

    /// All rows of a group.
    func rows(ofGroup index: Int) -> Range<Int> {
        groups[index].first..<(index + 1 < groups.count ? groups[index + 1].first : rowCount)
    }

    /// How many rows a group will take at most.
    static func rowCount(_ group: TrainingGroup) -> Int {
        group.prompt.count + group.completions.reduce(0) { $0 + $1.ids.count }
    }
}
