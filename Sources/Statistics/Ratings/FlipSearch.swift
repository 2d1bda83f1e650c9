/// Searches sets of votes whose removal changes an order; see `VotesToFlip`.
struct FlipSearch {
    /// A fit of what is left.
    struct Fit {
        var parameters: [Double]
        func gap(_ first: Int, _ second: Int) -> Double { parameters[first] - parameters[second] }
    }

    /// Above this many players only some challengers of the first place are searched.
    static let mostChallenged = 12
    /// Above this many players only the first two are searched.
    static let mostNeighbours = 30

    let cells: VoteCells
    let ties: TieModel
    let prior: Double
    private let full: Fit
    private let inverse: Matrix
    private let counts: [Int]
    /// Whether refits are so dear that the upper bound is not polished.
    private let isLarge: Bool

    init(_ votes: PairVotes, ties: TieModel, prior: Double) throws(Undefined) {
        let fit = try BradleyTerry(votes, ties: ties, prior: prior)
        cells = VoteCells(votes)
        (self.ties, self.prior) = (ties, prior)
        full = Fit(parameters: fit.parameters)
        inverse = fit.inverse
        counts = cells.members.map(\.count)
        isLarge = cells.count > 5_000
    }

    /// The multiplications of one refit, roughly.
    private var cost: Double {
        let size = Double(full.parameters.count)
        return 4 * (30 * Double(cells.count) + size * size * size / 3 + size * size)
    }

    // MARK: Orders

    /// What is known of one order.
    struct Finding {
        /// How many votes of each cell to leave out; nil where no set was found.
        var removed: [Int]?
        /// No smaller set does it.
        var atLeast: Int
        var count: Int { removed?.reduce(0, +) ?? .max }
    }

    func order(_ first: Int, _ second: Int, effort: Double) -> VotesToFlip? {
        votes(find(first, second, effort: effort, below: .max))
    }

    func neighbours(effort: Double) -> [VotesToFlip?] {
        let strengths = full.parameters[..<cells.players]
        let order = strengths.indices.sorted { (strengths[$1], $0) < (strengths[$0], $1) }
        let searched = cells.players <= Self.mostNeighbours ? order.count - 1 : 1
        return (0..<order.count - 1).map { place in
            place < searched
                ? self.order(order[place], order[place + 1], effort: effort / Double(searched))
                : nil
        }
    }

    private func find(_ first: Int, _ second: Int, effort: Double, below: Int) -> Finding {
        if full.gap(first, second) <= 0 {
            return Finding(removed: counts.map { _ in 0 }, atLeast: 0)
        }
        if let found = directly(first, second) { return found }
        var known = Finding(removed: bound(first, second), atLeast: 1)
        let limit = min(below, known.count)
        if let certificate = certificate(first, second) {
            known.atLeast = certificate.least(below: min(limit, counts.reduce(0, +)))
        }
        return prove(first, second, known, below: limit, effort: effort)
    }

    private func certificate(_ first: Int, _ second: Int) -> FlipCertificate? {
        guard ties == .halfWin, cells.covariates == 0, prior == 0,
            cells.weights.allSatisfy({ $0 == 1 })
        else { return nil }
        return FlipCertificate(
            cells, strengths: full.parameters, inverse: inverse, first: first, second: second)
    }

    private func votes(_ finding: Finding) -> VotesToFlip? {
        guard let removed = finding.removed else { return nil }
        return VotesToFlip(
            removed: removed.indices.flatMap { cells.members[$0].prefix(removed[$0]) }.sorted(),
            atLeast: finding.atLeast)
    }

    func top(effort: Double) -> (leader: Int, challenger: Int, votes: VotesToFlip)? {
        let strengths = full.parameters[..<cells.players]
        guard let leader = strengths.indices.max(by: { (strengths[$0], $1) < (strengths[$1], $0) })
        else { return nil }
        // Who needs the fewest by influence alone comes first and bounds the proofs of the others.
        let order = strengths.indices.filter { $0 != leader }
            .map { (player: $0, guess: forecast(leader, $0)) }
            .sorted { ($0.guess, $0.player) < ($1.guess, $1.player) }
        let isWhole = cells.players <= Self.mostChallenged
        let searched = isWhole ? order[...] : order.prefix(isLarge ? 1 : 8)
        var best: (challenger: Int, finding: Finding)?
        var atLeast = isWhole ? Int.max : 1
        for (player, _) in searched {
            let found = find(
                leader, player, effort: effort / Double(searched.count),
                below: best?.finding.count ?? .max)
            atLeast = min(atLeast, found.atLeast)
            if found.count < best?.finding.count ?? .max { best = (player, found) }
        }
        guard let best else { return nil }
        // Of the others it is enough to know that so many votes do not suffice.
        if !isWhole {
            atLeast = best.finding.atLeast
            for (player, _) in order where player != best.challenger && atLeast > 1 {
                let excluded = certificate(leader, player)?.excludes(atLeast - 1) ?? false
                if !excluded { atLeast = 1 }
            }
        }
        return votes(Finding(removed: best.finding.removed, atLeast: atLeast))
            .map { (leader, best.challenger, $0) }
    }

    /// Two players' strengths are in the order of their weighted wins.
    private func directly(_ first: Int, _ second: Int) -> Finding? {
        guard cells.players == 2, cells.covariates == 0 else { return nil }
        var lead = 0.0
        var wins: [Int] = []
        for cell in 0..<cells.count {
            guard let (winner, _) = cells.decided(cell) else { continue }
            let amount = cells.weights[cell] * Double(counts[cell])
            lead += winner == first ? amount : -amount
            if winner == first { wins.append(cell) }
        }
        var removed = [Int](repeating: 0, count: cells.count)
        for cell in wins.sorted(by: { (cells.weights[$1], $0) < (cells.weights[$0], $1) }) {
            while lead > 1e-12, removed[cell] < counts[cell] {
                lead -= cells.weights[cell]
                removed[cell] += 1
            }
        }
        let total = removed.reduce(0, +)
        return Finding(removed: fit(removed) == nil ? nil : removed, atLeast: total)
    }

    // MARK: An upper bound

    /// How far one vote of each cell pulls the two apart.
    private func influences(_ first: Int, _ second: Int, _ fit: Fit, _ removed: [Int]) -> [Double] {
        if removed.allSatisfy({ $0 == 0 }) {
            let pull = (0..<full.parameters.count).map { inverse[$0, first] - inverse[$0, second] }
            return (0..<cells.count).map { cell in
                cells.score(cell, ties: ties, parameters: full.parameters, along: pull)
            }
        }
        let likelihood = likelihood(removed)
        var direction = [Double](repeating: 0, count: fit.parameters.count)
        (direction[first], direction[second]) = (1, -1)
        let point = likelihood.point(fit.parameters, true)
        guard let factor = try? Cholesky(point.information) else { return [] }
        let pull = factor.solve(direction)
        return (0..<cells.count).map { cell in
            cells.score(cell, ties: ties, parameters: fit.parameters, along: pull)
        }
    }

    /// How many votes the influences alone say.
    private func forecast(_ first: Int, _ second: Int) -> Int {
        let none = [Int](repeating: 0, count: cells.count)
        let pulls = influences(first, second, full, none)
        var left = full.gap(first, second)
        if isLarge {
            let largest = pulls.max() ?? 0
            return largest > 0 ? Int(min(1e12, left / largest)) : .max
        }
        var count = 0
        for cell in pulls.indices.sorted(by: { (pulls[$1], $0) < (pulls[$0], $1) }) {
            guard left > 0, pulls[cell] > 0 else { break }
            let needed = Int(min((left / pulls[cell]).rounded(.up), Double(counts[cell])))
            left -= Double(needed) * pulls[cell]
            count += needed
        }
        return left > 0 ? .max : count
    }

    private func bound(_ first: Int, _ second: Int) -> [Int]? {
        let none = [Int](repeating: 0, count: cells.count)
        let pulls = influences(first, second, full, none)
        let order = pulls.indices.filter { pulls[$0] > 0 }
            .sorted { (pulls[$1], $0) < (pulls[$0], $1) }
        /// The `size` votes of greatest influence.
        func prefix(_ size: Int) -> [Int] {
            var removed = none
            var open = size
            for cell in order where open > 0 {
                removed[cell] = min(open, counts[cell])
                open -= removed[cell]
            }
            return removed
        }
        let most = order.reduce(0) { $0 + counts[$1] }
        var best: [Int]?
        var low = 0
        var high = min(most, max(1, forecast(first, second)))
        while high <= most, high > low {
            let trial = prefix(high)
            if isFlipped(trial, first, second) {
                best = trial
                break
            }
            low = high
            high = min(most, high + max(1, high / 4))
        }
        if best != nil {
            while high - low > 1 {
                let middle = (low + high) / 2
                let trial = prefix(middle)
                if isFlipped(trial, first, second) {
                    (best, high) = (trial, middle)
                } else {
                    low = middle
                }
            }
        }
        if isLarge { return best }
        let known = best.map { $0.reduce(0, +) } ?? .max
        if let other = stepwise(first, second, below: known) { best = other }
        return best.map { trimmed($0, first, second) }
    }

    /// Leaves out the most influential votes, looking anew after each few.
    private func stepwise(_ first: Int, _ second: Int, below limit: Int) -> [Int]? {
        var removed = [Int](repeating: 0, count: cells.count)
        var current = full
        var taken = 0
        let few = limit == .max ? 1 : max(1, limit / 40)
        for _ in 0..<60 where taken < limit - 1 {
            let pulls = influences(first, second, current, removed)
            var gap = current.gap(first, second)
            var batch = 0
            for cell in pulls.indices.sorted(by: { (pulls[$1], $0) < (pulls[$0], $1) }) {
                guard batch < few, gap > 0, pulls[cell] > 0 else { break }
                while batch < few, gap > 0, removed[cell] < counts[cell] {
                    removed[cell] += 1
                    batch += 1
                    gap -= pulls[cell]
                }
            }
            taken += batch
            guard batch > 0, taken < limit, let next = fit(removed, from: current) else {
                return nil
            }
            current = next
            if current.gap(first, second) <= 1e-9 { return removed }
        }
        return nil
    }

    /// Puts back single votes that are not needed.
    private func trimmed(_ removed: [Int], _ first: Int, _ second: Int) -> [Int] {
        var removed = removed
        let used = removed.indices.filter { removed[$0] > 0 }
        for cell in used.prefix(40).reversed() {
            while removed[cell] > 0 {
                removed[cell] -= 1
                if !isFlipped(removed, first, second) {
                    removed[cell] += 1
                    break
                }
            }
        }
        return removed
    }

    // MARK: Proofs

    /// Tries all sets smaller than a known one, smallest first, while the effort lasts.
    private func prove(
        _ first: Int, _ second: Int, _ known: Finding, below: Int, effort: Double
    ) -> Finding {
        let isMonotone = ties == .halfWin && cells.covariates == 0
        let candidates = (0..<cells.count).filter { cell in
            guard isMonotone, let (winner, loser) = cells.decided(cell) else { return true }
            return winner != second && loser != first
        }
        let sizes = candidates.map { counts[$0] }
        let most = sizes.reduce(0, +)
        var budget = effort / cost
        var size = max(1, known.atLeast)
        while size < below, size <= most {
            let sets = Self.sets(of: size, sizes)
            guard sets <= budget else { return Finding(removed: known.removed, atLeast: size) }
            budget -= sets
            var removed = [Int](repeating: 0, count: cells.count)
            if tryAll(size, candidates[...], &removed, first, second) {
                return Finding(removed: removed, atLeast: size)
            }
            size += 1
        }
        return Finding(removed: known.removed, atLeast: size)
    }

    /// In how many ways `size` votes can be taken from cells of these sizes.
    static func sets(of size: Int, _ counts: [Int]) -> Double {
        var ways = [Double](repeating: 0, count: size + 1)
        ways[0] = 1
        for count in counts {
            for total in stride(from: size, through: 1, by: -1) {
                for taken in 1...max(1, min(count, total)) where taken <= min(count, total) {
                    ways[total] += ways[total - taken]
                }
            }
        }
        return ways[size]
    }

    private func tryAll(
        _ size: Int, _ candidates: ArraySlice<Int>, _ removed: inout [Int], _ first: Int,
        _ second: Int
    ) -> Bool {
        if size == 0 { return isFlipped(removed, first, second) }
        guard let cell = candidates.first else { return false }
        for taken in stride(from: min(size, counts[cell]), through: 0, by: -1) {
            removed[cell] = taken
            if tryAll(size - taken, candidates.dropFirst(), &removed, first, second) {
                return true
            }
        }
        removed[cell] = 0
        return false
    }

    // MARK: Refits

    private func likelihood(_ removed: [Int]) -> VoteLikelihood {
        VoteLikelihood(
            cells, left: zip(counts, removed).map { $0 - $1 }, ties: ties, prior: prior)
    }

    /// The strengths without some votes; nil where there are none.
    private func fit(_ removed: [Int], from start: Fit? = nil) -> Fit? {
        let left = zip(counts, removed).map { $0 - $1 }
        // Only a cell that runs empty can take a connection away.
        if prior == 0, zip(left, removed).contains(where: { $0 == 0 && $1 > 0 }),
            !cells.isConnected(left)
        {
            return nil
        }
        if ties.hasParameter {
            let tied = left.indices.contains { left[$0] > 0 && cells.outcomes[$0] == .tie }
            let decided = left.indices.contains { left[$0] > 0 && cells.outcomes[$0] != .tie }
            guard tied, decided else { return nil }
        }
        let likelihood = VoteLikelihood(cells, left: left, ties: ties, prior: prior)
        return (try? Newton.maximize(start: (start ?? full).parameters, likelihood.point))
            .map(Fit.init)
    }

    /// Whether the order is level or turned without some votes.
    private func isFlipped(_ removed: [Int], _ first: Int, _ second: Int) -> Bool {
        // Level strengths differ by rounding.
        fit(removed).map { $0.gap(first, second) <= 1e-9 } ?? false
    }
}
