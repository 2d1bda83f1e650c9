/// A paired comparison: the second thing against the first, on the same or on matched cases.
package struct Contrast: Codable, Sendable, Hashable {
    /// What was compared: prompts, models, or levels of a tag.
    package var first: String
    package var second: String
    /// What was held fixed; nil is what was compared.
    package var model: String?
    package var prompt: String?
    package var scorer: String
    /// The condition within which prompts or models are compared; nil for all cases.
    package var level: String?
    /// The rates over the paired cases.
    package var firstRate: Double
    package var secondRate: Double
    /// Second minus first, with its interval; the count of cases is that of pairs.
    package var difference: SummaryEstimate
    /// Pairs that only the first passes, and only the second, where outcomes are 0 or 1.
    package var onlyFirst: Int?
    package var onlySecond: Int?
    /// The probability of a difference at least this large if there were none.
    package var pValue: Double
    /// The same, corrected by Holm for the family.
    package var adjustedPValue: Double
    /// The test's name.
    package var test: String
    /// The smallest true difference that this many pairs would have found with probability 0.8,
    /// uncorrected; nil where the pairs do not vary.
    package var minimumDetectable: Double?
    /// Whether the adjusted p-value is at most alpha.
    package var isFound: Bool

    package enum CodingKeys: String, CodingKey {
        case first, second, model, prompt, scorer, level
        case firstRate = "first_rate"
        case secondRate = "second_rate"
        case difference
        case onlyFirst = "only_first"
        case onlySecond = "only_second"
        case pValue = "p_value"
        case adjustedPValue = "adjusted_p_value"
        case test
        case minimumDetectable = "minimum_detectable"
        case isFound = "is_found"
    }

    package init(
        first: String, second: String, model: String?, prompt: String?, scorer: String,
        level: String?, firstRate: Double, secondRate: Double, difference: SummaryEstimate,
        onlyFirst: Int?, onlySecond: Int?, pValue: Double, adjustedPValue: Double, test: String,
        minimumDetectable: Double?, isFound: Bool
    ) {
        self.first = first
        self.second = second
        self.model = model
        self.prompt = prompt
        self.scorer = scorer
        self.level = level
        self.firstRate = firstRate
        self.secondRate = secondRate
        self.difference = difference
        self.onlyFirst = onlyFirst
        self.onlySecond = onlySecond
        self.pValue = pValue
        self.adjustedPValue = adjustedPValue
        self.test = test
        self.minimumDetectable = minimumDetectable
        self.isFound = isFound
    }
}

/// Comparisons that are asked together and corrected together.
package struct ContrastFamily: Codable, Sendable, Hashable {
    /// What is compared.
    package enum Kind: String, Codable, Sendable {
        /// Prompts, on the same cases.
        case prompt
        /// Models, on the same cases.
        case model
        /// Levels of a tag, on cases that share a group.
        case level
    }

    package var kind: Kind
    /// The tag whose levels are compared, or within whose levels prompts or models are.
    package var tag: String?
    /// What pairs cases: `case`, or the tag or grouping that they share.
    package var pairedBy: String
    /// The bound on the chance of any false finding among these.
    package var alpha: Double
    package var contrasts: [Contrast]

    package enum CodingKeys: String, CodingKey {
        case kind, tag
        case pairedBy = "paired_by"
        case alpha, contrasts
    }

    package init(
        kind: Kind, tag: String?, pairedBy: String, alpha: Double, contrasts: [Contrast]
    ) {
        self.kind = kind
        self.tag = tag
        self.pairedBy = pairedBy
        self.alpha = alpha
        self.contrasts = contrasts
    }
}
