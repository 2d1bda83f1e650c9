/// The fewest votes that decide an order: how many have to be left out to change it.
///
/// Definition: the size of the smallest set of votes without which the maximum likelihood strength
/// of `second` is at or above that of `first`. A handful among thousands means that the order rests
/// on them. A set after which strengths no longer exist (players disconnected or separated) does
/// not count. Range: 0...votes.
///
/// Two players are settled exactly by counting. Otherwise an upper bound comes from leaving out the
/// votes of greatest influence (e_a − e_b)ᵀH⁻¹s, refitting, and putting back what is not needed.
/// From below, with half-win ties and neither covariates nor weights, influences are bounded over
/// all sets of so many votes (the proof stands with `FlipCertificate` in the sources); then all
/// sets of the sizes left are tried, as far as `effort` reaches. `atLeast` is proven, `count` was
/// found by a refit, and the number is exact where they meet. Sets with a win of `second` or a loss
/// of `first` need no trying there: (e_a − e_b)ᵀL⁺(e_a − e_j) ≥ 0 for every Laplacian L, so leaving
/// such votes out never narrows the gap.
///
/// Assumes the fit's own model and weights. Edge cases: a player already behind needs 0; nil when
/// no set was found before the players come apart. Broderick, Giordano and Meager 2020,
/// doi:10.48550/arXiv.2011.14999; Huang and others 2025, doi:10.48550/arXiv.2508.11847. Worked
/// number: A–B 5–3, B–C 4–4, A–C 3–3: 2 votes put B level with A, exactly.
///
/// - Complexity: O(votes) once, then a refit of the distinct (pair, outcome) for each set tried.
public struct VotesToFlip: Sendable, Hashable {
    /// The positions of votes whose removal changes the order, found by refitting without them.
    public let removed: [Int]
    /// No smaller number of votes can do it: every smaller set was tried or excluded.
    public let atLeast: Int

    /// How many votes are enough.
    public var count: Int { removed.count }
    /// Whether no fewer are enough.
    public var isExact: Bool { atLeast >= removed.count }

    init(removed: [Int], atLeast: Int) {
        self.removed = removed
        self.atLeast = min(atLeast, removed.count)
    }

    /// What is tried by default, in multiplications: about a tenth of a second.
    public static let defaultEffort = 3e7

    /// The fewest votes that put `second` level with `first` or ahead of it.
    ///
    /// - Parameters:
    ///   - prior: The precision of the fit's normal prior, 0 for none.
    ///   - effort: How many multiplications proofs may cost.
    /// - Returns: nil when the players come apart before their order changes.
    public static func order(
        _ votes: PairVotes, ties: TieModel = .halfWin, prior: Double = 0, first: Int, second: Int,
        effort: Double = defaultEffort
    ) throws(Undefined) -> VotesToFlip? {
        let search = try FlipSearch(votes, ties: ties, prior: prior)
        return search.order(first, second, effort: effort)
    }

    /// `order` for players next to each other in the ranking, best first, sharing the effort.
    ///
    /// - Complexity: all neighbours up to 30 players; among more the first two alone.
    public static func neighbours(
        _ votes: PairVotes, ties: TieModel = .halfWin, prior: Double = 0,
        effort: Double = defaultEffort
    ) throws(Undefined) -> [VotesToFlip?] {
        try FlipSearch(votes, ties: ties, prior: prior).neighbours(effort: effort)
    }

    /// The fewest votes that take the first place from the player who holds it.
    ///
    /// Definition: the least of `order` over all others, since a player with few votes may need
    /// fewer than the second does.
    ///
    /// - Returns: who would be level or ahead, and the votes; nil when nobody can be.
    /// - Complexity: all others are searched up to 12 players; among more the 8 whose order the
    ///   fewest votes decide by influence, or the first of them beyond some 50 players. `atLeast`
    ///   is proven for all others in any case.
    public static func top(
        _ votes: PairVotes, ties: TieModel = .halfWin, prior: Double = 0,
        effort: Double = defaultEffort
    ) throws(Undefined) -> (leader: Int, challenger: Int, votes: VotesToFlip)? {
        try FlipSearch(votes, ties: ties, prior: prior).top(effort: effort)
    }
}
