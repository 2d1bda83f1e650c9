import LanguageModel
package import Statistics
package import Workspace

/// What somebody said of two answers to the same case, once; it never changes.
package struct ArenaVote: Sendable, Hashable, Identifiable {
    /// What was chosen, by place.
    package enum Choice: String, Sendable, Hashable, CaseIterable {
        case left, right, tie
        case bothBad = "both-bad"
        case skip
    }

    /// `vot_…`; the ticket under which the pair was handed out.
    package var id: RecordID
    package var arena: String
    /// The stored pair: what was drawn, with which probability.
    package var matchup: RecordID
    /// The case, and the players and samples on the left and on the right.
    package var caseID: String
    package var left: ArenaSide
    package var right: ArenaSide
    package var choice: Choice
    /// Why; nil where nothing was said.
    package var reason: String?
    /// How sure, from 1 to 3; nil where not said.
    package var confidence: Int?
    /// Who voted.
    package var voter: String
    /// Whether a model voted.
    package var isModel: Bool
    /// The probability with which the pair of players was drawn, fixed before the vote.
    package var probability: Double
    /// Milliseconds from handing the pair out to the vote; nil for models.
    package var elapsed: Int?
    /// The vote of the same person that this one takes back.
    package var replaces: RecordID?
    package var created: Timestamp

    /// Who won, from the side of the left answer; nil for a skip. Both bad counts as a tie here and
    /// is counted apart beside it.
    package var outcome: VoteOutcome? {
        switch choice {
        case .left: .first
        case .right: .second
        case .tie, .bothBad: .tie
        case .skip: nil
        }
    }

    /// The vote as it is stored and journaled.
    package var record: StoredRecord {
        func side(_ side: ArenaSide) -> JSONValue {
            [
                "player": .string(side.player), "sample": .string(side.sample.description),
                "length": .integer(side.length),
            ]
        }
        var body: [String: JSONValue] = [
            "arena": .string(arena), "case": .string(caseID), "left": side(left),
            "right": side(right), "choice": .string(choice.rawValue), "is_model": .bool(isModel),
            "probability": .number(probability),
        ]
        if let reason { body["reason"] = .string(reason) }
        if let confidence { body["confidence"] = .integer(confidence) }
        if let elapsed { body["elapsed_ms"] = .integer(elapsed) }
        var links = [
            RecordLink("judges", matchup), RecordLink("between", left.sample),
            RecordLink("between", right.sample),
        ]
        if let replaces { links.append(RecordLink("replaces", replaces)) }
        return StoredRecord(
            id: id, name: arena, author: voter, created: created, links: links,
            body: .object(body))
    }

    init(
        id: RecordID, matchup: ArenaMatchup, choice: Choice, reason: String? = nil,
        confidence: Int? = nil, voter: String, isModel: Bool = false, elapsed: Int? = nil,
        replaces: RecordID? = nil, created: Timestamp = .now
    ) {
        self.id = id
        arena = matchup.arena
        self.matchup = matchup.id
        caseID = matchup.caseID
        left = matchup.left
        right = matchup.right
        self.choice = choice
        self.reason = reason
        self.confidence = confidence
        self.voter = voter
        self.isModel = isModel
        probability = matchup.probability
        self.elapsed = elapsed
        self.replaces = replaces
        self.created = created
    }

    /// Reads a stored vote; nil where the record is none.
    package init?(_ record: StoredRecord) {
        let body = record.body
        func target(_ relation: String) -> RecordID? {
            record.links.first { $0.relation == relation }.flatMap { RecordID($0.target) }
        }
        guard record.id.kind == .vote, let matchup = target("judges"),
            let left = ArenaSide(body["left"]), let right = ArenaSide(body["right"]),
            let choice = body["choice"]?.string.flatMap(Choice.init)
        else { return nil }
        id = record.id
        arena = record.name
        self.matchup = matchup
        caseID = body["case"]?.string ?? ""
        (self.left, self.right, self.choice) = (left, right, choice)
        reason = body["reason"]?.string
        confidence = body["confidence"]?.int
        voter = record.author
        isModel = body["is_model"]?.bool ?? false
        probability = body["probability"]?.double ?? 1
        elapsed = body["elapsed_ms"]?.int
        replaces = target("replaces")
        created = record.created
    }
}

/// One answer in a pair: whose it is, the sample, and its length in Unicode scalars.
package struct ArenaSide: Sendable, Hashable {
    package var player: String
    package var sample: RecordID
    package var length: Int

    init(player: String, sample: RecordID, length: Int) {
        self.player = player
        self.sample = sample
        self.length = length
    }

    init?(_ value: JSONValue?) {
        guard let player = value?["player"]?.string,
            let sample = value?["sample"]?.string.flatMap({ RecordID($0) })
        else { return nil }
        self.init(player: player, sample: sample, length: value?["length"]?.int ?? 0)
    }
}

/// A pair as it was drawn for somebody, stored before it is shown.
package struct ArenaMatchup: Sendable, Hashable, Identifiable {
    /// `itm_…`.
    package var id: RecordID
    package var arena: String
    package var caseID: String
    package var left: ArenaSide
    package var right: ArenaSide
    /// The probability with which the pair of players was drawn.
    package var probability: Double
    /// For whom.
    package var voter: String

    /// The pair as it is stored.
    package var record: StoredRecord {
        func side(_ side: ArenaSide) -> JSONValue {
            [
                "player": .string(side.player), "sample": .string(side.sample.description),
                "length": .integer(side.length),
            ]
        }
        return StoredRecord(
            id: id, name: Self.name(arena),
            links: [RecordLink("shows", left.sample), RecordLink("shows", right.sample)],
            body: [
                "arena": .string(arena), "case": .string(caseID), "left": side(left),
                "right": side(right), "probability": .number(probability),
                "voter": .string(voter),
            ])
    }

    /// The name under which an arena's pairs are stored.
    static func name(_ arena: String) -> String { "arena/\(arena)" }

    init(
        id: RecordID, arena: String, caseID: String, left: ArenaSide, right: ArenaSide,
        probability: Double, voter: String
    ) {
        self.id = id
        self.arena = arena
        self.caseID = caseID
        self.left = left
        self.right = right
        self.probability = probability
        self.voter = voter
    }

    /// Reads a stored pair; nil where the record is none.
    init?(_ record: StoredRecord) {
        let body = record.body
        guard record.id.kind == .item, let arena = body["arena"]?.string,
            let left = ArenaSide(body["left"]), let right = ArenaSide(body["right"])
        else { return nil }
        self.init(
            id: record.id, arena: arena, caseID: body["case"]?.string ?? "", left: left,
            right: right, probability: body["probability"]?.double ?? 1,
            voter: body["voter"]?.string ?? "")
    }
}
