package import LanguageModel

/// A set of scores made by one set of scorers over one run; reports name theirs.
package struct Scoring: Sendable, Hashable, Codable, Identifiable {
    /// `scg_…`.
    package var id: RecordID
    /// The run.
    package var run: RecordID
    /// The scorers with their arguments and the hashes of all that they read.
    package var scorers: JSONValue
    /// When it was made.
    package var created: Timestamp
    /// Whether it is the one made with the run itself: at most one in a run.
    package var isPrimary: Bool
    /// Free text: why it was made.
    package var note: String

    package init(
        id: RecordID, run: RecordID, scorers: JSONValue, created: Timestamp = .now,
        isPrimary: Bool = true, note: String = ""
    ) {
        self.id = id
        self.run = run
        self.scorers = scorers
        self.created = created
        self.isPrimary = isPrimary
        self.note = note
    }

    /// SHA-256 of the canonical scorers.
    package var scorersHash: String { ContentHash.of(scorers) }
}

/// What one scorer says of one sample.
///
/// A scoring holds at most one score for a sample and a scorer's name; these three identify it.
package struct Score: Sendable, Hashable, Codable, Identifiable {
    /// The scoring it belongs to.
    package var scoring: RecordID
    /// The sample.
    package var sample: RecordID
    /// The scorer's name, unique among a sample's scores in one scoring.
    package var scorer: String
    /// Pass, fail or could not score.
    package var verdict: Verdict
    /// The number behind the verdict, on the scorer's own scale; nil where there is none.
    package var value: Double?
    /// One sentence that says why.
    package var reason: String
    /// What else the scorer has to show.
    package var detail: JSONValue?
    /// How much it counts in a weighted mean; 1 unless said.
    package var weight: Double
    /// Microseconds that a judging call took; nil for scorers without one.
    package var latency: Int?
    /// The judging call's price in billionths of a dollar; nil where there was none or it is unknown.
    package var cost: Int?

    package init(
        scoring: RecordID, sample: RecordID, scorer: String, verdict: Verdict,
        value: Double? = nil, reason: String = "", detail: JSONValue? = nil, weight: Double = 1,
        latency: Int? = nil, cost: Int? = nil
    ) {
        self.scoring = scoring
        self.sample = sample
        self.scorer = scorer
        self.verdict = verdict
        self.value = value
        self.reason = reason
        self.detail = detail
        self.weight = weight
        self.latency = latency
        self.cost = cost
    }
}

extension Score {
    /// `scr_…`, derived from scoring, sample and scorer: the scoring's time and 80 mixed bits.
    /// So a score keeps its id in any store, and hundreds of thousands need no index of ids.
    package var id: RecordID { Self.id(scoring: scoring, sample: sample, scorer: scorer) }

    /// The id of the score that a scoring holds, or would hold, for a sample and a scorer's name.
    package static func id(scoring: RecordID, sample: RecordID, scorer: String) -> RecordID {
        id(scoring: scoring, sample: sample, scorerHash: nameHash(scorer))
    }

    /// FNV-1a over the name's UTF-8 (http://www.isthe.com/chongo/tech/comp/fnv/).
    static func nameHash(_ scorer: String) -> UInt64 {
        scorer.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    static func id(scoring: RecordID, sample: RecordID, scorerHash: UInt64) -> RecordID {
        let first = mix(mix(scoring.high ^ scorerHash) ^ scoring.low)
        let low = mix(mix(first ^ sample.high) ^ sample.low)
        let time = scoring.high & ~0xFFFF
        return RecordID(kind: .score, high: time | mix(low ^ first) >> 48, low: low)
    }

    /// SplitMix64's finaliser (doi:10.1145/2660193.2660195).
    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
