package import LanguageModel

extension CaseSnapshot {
    /// The case as an exported record.
    package var json: JSONValue {
        var out = JSONMembers("case")
        out.set("run", run)
        out.set("case_id", caseID)
        out.set("content_hash", contentHash)
        out.set("ordinal", ordinal)
        out.set("tags", json: .object(tags.mapValues(JSONValue.string)))
        out.set("clauses", clauses)
        out.set("group", groupKey)
        out.set("content", json: content)
        return out.json
    }

    /// Reads an exported case; its content must have the hash it names.
    package init(json: JSONValue) throws(RecordFormatError) {
        let record = JSONRecord(json)
        self.init(
            run: try record.id("run", .run), caseID: try record.text("case_id"),
            ordinal: try record.int("ordinal"),
            tags: try record.object("tags").compactMapValues(\.string),
            clauses: try record.strings("clauses"), groupKey: try record.optionalText("group"),
            content: try record.json("content"))
        guard try record.text("content_hash") == contentHash else {
            throw record.error("content_hash", "the hash of its content; the content was changed")
        }
    }
}

extension PromptSnapshot {
    /// The prompt as an exported record.
    package var json: JSONValue {
        var out = JSONMembers("prompt")
        out.set("run", run)
        out.set("prompt_id", promptID)
        out.set("content_hash", contentHash)
        out.set("ordinal", ordinal)
        out.set("factors", json: .object(factors))
        out.set("content", json: content)
        return out.json
    }

    /// Reads an exported prompt; its content must have the hash it names.
    package init(json: JSONValue) throws(RecordFormatError) {
        let record = JSONRecord(json)
        self.init(
            run: try record.id("run", .run), promptID: try record.text("prompt_id"),
            ordinal: try record.int("ordinal"), factors: try record.object("factors"),
            content: try record.json("content"))
        guard try record.text("content_hash") == contentHash else {
            throw record.error("content_hash", "the hash of its content; the content was changed")
        }
    }
}

extension ModelSnapshot {
    /// The model as an exported record.
    package var json: JSONValue {
        var out = JSONMembers("model")
        out.set("run", run)
        out.set("alias", alias)
        out.set("ordinal", ordinal)
        out.set("identity", json: identity)
        out.set("simulated", isSimulated)
        out.set("prices", json: prices)
        return out.json
    }

    /// Reads an exported model.
    package init(json: JSONValue) throws(RecordFormatError) {
        let record = JSONRecord(json)
        self.init(
            run: try record.id("run", .run), alias: try record.text("alias"),
            ordinal: try record.int("ordinal"), identity: try record.json("identity"),
            isSimulated: try record.bool("simulated"), prices: record.optionalJSON("prices"))
    }
}

extension Scoring {
    /// The scoring as an exported record.
    package var json: JSONValue {
        var out = JSONMembers("scoring")
        out.set("id", id)
        out.set("run", run)
        out.set("scorers", json: scorers)
        out.set("scorers_hash", scorersHash)
        out.set("created", created)
        out.set("primary", isPrimary)
        out.set("note", note)
        return out.json
    }

    /// Reads an exported scoring.
    package init(json: JSONValue) throws(RecordFormatError) {
        let record = JSONRecord(json)
        self.init(
            id: try record.id("id", .scoring), run: try record.id("run", .run),
            scorers: try record.json("scorers"), created: try record.time("created"),
            isPrimary: try record.bool("primary"), note: try record.text("note"))
    }
}
