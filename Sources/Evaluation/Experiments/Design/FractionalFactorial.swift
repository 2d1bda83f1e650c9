package import Workspace

/// A regular fraction 2^(k−p): some factors are products of others, at the price that effects are
/// confused with one another.
///
/// Words are sets of factors, bit i for factor i. The defining relation is the group that the
/// generators span; two effects are aliased where their product is in it; the resolution is the
/// length of its shortest word. Box and Hunter 1961, doi:10.1080/00401706.1961.10489951; minimum
/// aberration after Fries and Hunter 1980, doi:10.1080/00401706.1980.10486210.
package struct FractionalFactorial: Sendable, Hashable {
    /// Factors up to which the best fraction is searched for.
    static let mostSearched = 10

    /// Names of the factors.
    package let factors: [String]
    /// The combinations: 0 is a factor's first level, 1 its second.
    package let runs: [[Int]]
    /// The words of the defining relation, without the empty one.
    package let definingWords: [Int]

    /// The length of the shortest word.
    package var resolution: Int { definingWords.map(\.nonzeroBitCount).min() ?? factors.count + 1 }

    /// The fraction that is asked for.
    package init(
        factors: [String], _ choice: DesignDocument.Fraction?
    ) throws(EvalError) {
        let k = factors.count
        guard k <= 16 else {
            throw EvalError(
                "a fraction takes up to 16 factors; here are \(k)",
                advice: "vary fewer factors, or use one-factor")
        }
        let words: [Int]
        switch choice {
        case .generators(let generators):
            words = generators.compactMap { generator in
                guard let factor = factors.firstIndex(of: generator.factor) else { return nil }
                return generator.product.compactMap(factors.firstIndex)
                    .reduce(1 << factor) { $0 | 1 << $1 }
            }
        case .runs(let runs):
            let base = runs.trailingZeroBitCount
            guard runs == 1 << base, base < k, let found = try Self.best(k, base: base) else {
                throw EvalError(
                    "there is no fraction of \(runs) runs for \(k) two-level factors",
                    advice: "give a power of two above \(k) and below \(1 << min(k, 62))")
            }
            words = found
        case .resolution(let wanted):
            var found: [Int]?
            var base = 2
            while base < k, found == nil {
                if 1 << base > k, let words = try Self.best(k, base: base),
                    Self.span(words).map(\.nonzeroBitCount).min() ?? 0 >= wanted
                {
                    found = words
                }
                base += 1
            }
            guard let found else {
                throw EvalError(
                    "no fraction of \(k) two-level factors has resolution \(wanted)",
                    advice: "lower the resolution, or use full-factorial")
            }
            words = found
        case nil:
            throw EvalError(
                "a fraction needs its runs, resolution or generators",
                advice: "add resolution: 4 to the design")
        }
        self.init(factors: factors, generatorWords: words)
    }

    /// A fraction from generator words, each of which has one added factor: its highest bit, or
    /// for factors given by name the one that no other word has.
    private init(factors: [String], generatorWords: [Int]) {
        self.factors = factors
        definingWords = Self.span(generatorWords).sorted {
            ($0.nonzeroBitCount, $0.bitReversedOrder(factors.count))
                < ($1.nonzeroBitCount, $1.bitReversedOrder(factors.count))
        }
        let words = definingWords
        // A combination is kept where every word's product of signs is +1.
        runs = (0..<(1 << factors.count)).compactMap { code -> [Int]? in
            // The first factor changes slowest, as in a full design.
            let signs = factors.indices.map { (code >> (factors.count - 1 - $0)) & 1 }
            let isKept = words.allSatisfy { word in
                factors.indices.count { word >> $0 & 1 == 1 && signs[$0] == 0 } % 2 == 0
            }
            return isKept ? signs : nil
        }
    }

    /// All products of the generators but the empty one.
    private static func span(_ generators: [Int]) -> [Int] {
        var words = [0]
        for generator in generators { words += words.map { $0 ^ generator } }
        return words.filter { $0 != 0 }
    }

    /// The generator words of the first fraction of minimum aberration; nil where there are not
    /// enough products for the added factors.
    private static func best(_ k: Int, base: Int) throws(EvalError) -> [Int]? {
        guard k <= mostSearched else {
            throw EvalError(
                "fractions are searched for up to \(mostSearched) factors; here are \(k)",
                advice: "give generators: for this design")
        }
        let products = (1..<(1 << base)).filter { $0.nonzeroBitCount >= 2 }.sorted {
            ($0.nonzeroBitCount, $0.bitReversedOrder(base))
                < ($1.nonzeroBitCount, $1.bitReversedOrder(base))
        }
        let added = k - base
        guard products.count >= added else { return nil }
        var best: (pattern: [Int], words: [Int])?
        var chosen = Array(0..<added)
        while true {
            let words = chosen.enumerated().map { products[$1] | 1 << (base + $0) }
            var pattern = [Int](repeating: 0, count: k + 1)
            for word in span(words) { pattern[word.nonzeroBitCount] += 1 }
            if best.map({ pattern.lexicographicallyPrecedes($0.pattern) }) ?? true {
                best = (pattern, words)
            }
            // The next combination of positions in lexicographic order.
            var index = added - 1
            while index >= 0, chosen[index] == products.count - added + index { index -= 1 }
            guard index >= 0 else { break }
            chosen[index] += 1
            for next in (index + 1)..<max(added, index + 1) { chosen[next] = chosen[next - 1] + 1 }
        }
        return best?.words
    }
}

extension FractionalFactorial {
    /// One effect with the others that it cannot be told from, main effects and pairs alone.
    package struct Alias: Sendable, Hashable {
        /// `a`, or `a × b`.
        package var effect: String
        /// The same for the effects confused with it.
        package var others: [String]
    }

    /// The aliases of main effects and two-way interactions, up to two-way interactions.
    package var aliases: [Alias] {
        let effects = lowEffects
        return effects.compactMap { effect in
            let others = effects.filter { other in
                other != effect && definingWords.contains(other ^ effect)
            }
            return others.isEmpty ? nil : Alias(effect: name(effect), others: others.map(name))
        }
    }

    /// Each set of effects that cannot be told apart, once.
    package var aliasSets: [Alias] {
        var seen: Set<Set<String>> = []
        return aliases.filter { seen.insert(Set([$0.effect] + $0.others)).inserted }
    }

    /// The defining relation as people write it: `I = abd = ace = bcde`, with names spelled out.
    package var definingRelation: String {
        (["I"] + definingWords.map { name($0) }).joined(separator: " = ")
    }

    /// The effects of one factor, then of two, in order.
    private var lowEffects: [Int] {
        factors.indices.map { 1 << $0 }
            + factors.indices.flatMap { first in
                ((first + 1)..<max(factors.count, first + 1)).map { 1 << first | 1 << $0 }
            }
    }

    private func name(_ word: Int) -> String {
        factors.indices.filter { word >> $0 & 1 == 1 }.map { factors[$0] }
            .joined(separator: " × ")
    }
}

extension Int {
    /// Orders sets of equal size as words are ordered: ab before ac before bc.
    fileprivate func bitReversedOrder(_ width: Int) -> Int {
        var order = 0
        for bit in 0..<width where self >> bit & 1 == 1 { order |= 1 << (width - 1 - bit) }
        return -order
    }
}
