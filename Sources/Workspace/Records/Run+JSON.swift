package import LanguageModel

extension Run {
    /// The run as an exported record: `{"record": "run", …}`, keys in snake_case.
    package var json: JSONValue {
        var out = JSONMembers("run")
        out.set("id", id)
        out.set("kind", kind.rawValue)
        out.set("suite", suite)
        out.set("suite_path", suitePath)
        out.set("status", status.rawValue)
        out.set("created", created)
        out.set("finished", finished)
        out.set("seed", seed)
        out.set("epochs", epochs)
        out.set("reducer", reducer)
        out.set("manifest", json: manifest)
        out.set("manifest_hash", manifestHash)
        out.set("planned", planned)
        if let shard {
            out.set(
                "shard", json: ["index": .integer(shard.index), "count": .integer(shard.count)])
        }
        out.set("origin", json: origin)
        out.set("labels", labels)
        out.set("notes", notes)
        out.set("tool_version", toolVersion)
        return out.json
    }

    /// Reads an exported run.
    package init(json: JSONValue) throws(RecordFormatError) {
        let record = JSONRecord(json)
        guard let status = RunStatus(rawValue: try record.text("status")) else {
            throw record.error("status", "running, interrupted, complete or failed")
        }
        var shard: Shard?
        if let part = record.optionalJSON("shard") {
            let part = JSONRecord(part)
            shard = Shard(index: try part.int("index"), count: try part.int("count"))
        }
        self.init(
            id: try record.id("id", .run), kind: RunKind(rawValue: try record.text("kind")),
            suite: try record.text("suite"), suitePath: try record.optionalText("suite_path"),
            status: status, created: try record.time("created"),
            finished: try record.optionalTime("finished"), seed: try record.int("seed"),
            epochs: try record.int("epochs"), reducer: try record.text("reducer"),
            manifest: try record.json("manifest"), planned: try record.optionalInt("planned"),
            shard: shard, origin: record.optionalJSON("origin"),
            labels: try record.strings("labels"), notes: try record.text("notes"),
            toolVersion: try record.text("tool_version"))
    }
}
