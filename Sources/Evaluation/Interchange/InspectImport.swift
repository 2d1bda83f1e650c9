import LanguageModel
import Workspace

/// Logs of Inspect: `.eval` archives (a JSON file a sample) and `.json` (one file).
///
/// Facts: the log format of inspect_ai, versions 1 and 2; unknown members are passed over.
struct InspectImport {
    let source: ImportSource

    /// What a log says of itself.
    struct Log {
        let header: JSONValue
        let samples: [ImportSource.Record]
        let notes: [String]

        var model: String { header["eval"]?["model"]?.string ?? "" }
        var task: String { header["eval"]?["task"]?.string ?? "" }
        var origin: [String: JSONValue] {
            var origin: [String: JSONValue] = [:]
            origin["eval_id"] = header["eval"]?["eval_id"].flatMap { $0.isNull ? nil : $0 }
            origin["run_id"] = header["eval"]?["run_id"].flatMap { $0.isNull ? nil : $0 }
            origin["version"] = header["version"]
            origin["made"] = header["eval"]?["created"]
            origin["status"] = header["status"]
            origin["dataset"] = header["eval"]?["dataset"]?["name"].flatMap { $0.isNull ? nil : $0 }
            return origin
        }
    }

    /// The most bytes of one member of an archive.
    static let memberLimit = 256 << 20

    /// Reads the log.
    ///
    /// - Throws: naming the member of the archive that is damaged or no JSON.
    func log() throws(DocumentError) -> Log {
        let header: JSONValue
        let samples: [ImportSource.Record]
        switch source.content {
        case .whole(let root):
            header = root
            samples = (root["samples"]?.array ?? []).enumerated().map {
                ImportSource.Record(line: 0, place: "samples[\($0)]", value: $1)
            }
        case .archive(let archive):
            (header, samples) = try read(archive)
        case .lines, .export:
            throw source.error(
                "an Inspect log is a .eval archive or one JSON object",
                "give the log itself, or leave --format out")
        }
        guard header["eval"]?.object != nil else {
            throw source.error(
                "the log has no 'eval', so nobody can tell what was asked of which model",
                "give a log that Inspect wrote", .missingKey)
        }
        return Log(header: header, samples: samples, notes: notes(header, samples.count))
    }

    private func notes(_ header: JSONValue, _ count: Int) -> [String] {
        var notes: [String] = []
        if let status = header["status"]?.string, status != "success" {
            notes.append("Inspect calls this log '\(status)'; what it holds is imported.")
        }
        if header["invalidated"]?.bool == true {
            notes.append("The log is marked as invalidated.")
        }
        let epochs = max(1, header["eval"]?["config"]?["epochs"]?.int ?? 1)
        if let items = header["eval"]?["dataset"]?["samples"]?.int, items > 0,
            header["eval"]?["config"]?["limit"].map(\.isNull) ?? true, count < items * epochs,
            items <= 1_000_000, epochs <= 1_000
        {
            notes.append(
                "The log holds \(count) of \(items * epochs) samples (\(items) × \(epochs) "
                    + "epochs).")
        }
        return notes
    }

    private func read(_ archive: ZipArchive) throws(DocumentError) -> (
        JSONValue, [ImportSource.Record]
    ) {
        let finished = archive.member("header.json")
        guard let head = finished ?? archive.member("_journal/start.json") else {
            throw source.error(
                "the archive has neither header.json nor _journal/start.json",
                "give a .eval file that Inspect wrote")
        }
        var header = try json(head, in: archive)
        if finished == nil, var object = header.object {
            object["status"] = "started"
            header = .object(object)
        }
        var samples: [ImportSource.Record] = []
        for member in archive.members
        where member.name.hasPrefix("samples/") && member.name.hasSuffix(".json") {
            samples.append(
                ImportSource.Record(
                    line: 0, place: member.name, value: try json(member, in: archive)))
        }
        return (header, samples)
    }

    private func json(_ member: ZipArchive.Member, in archive: ZipArchive) throws(DocumentError)
        -> JSONValue
    {
        do {
            return try JSONValue(
                parsing: try archive.bytes(of: member, limit: Self.memberLimit),
                allowNonFinite: true)
        } catch let error as ZipError {
            throw source.error(error.message, "copy the archive again", place: member.name, .syntax)
        } catch {
            throw source.error("\(error)", "copy the archive again", place: member.name, .syntax)
        }
    }

    /// One sample of the log.
    func sample(_ record: ImportSource.Record, of log: Log, passMark: Double?)
        throws(DocumentError) -> ImportedSample
    {
        guard record.value.object != nil else {
            throw source.error("a sample is an object", at: record, .wrongKind)
        }
        let row = InspectMessages.attached(record.value)
        guard let id = row["id"]?.string ?? row["id"]?.int.map(String.init) else {
            throw source.error("the sample has no id", at: record, .missingKey)
        }
        guard let epoch = row["epoch"]?.int, epoch >= 1 else {
            throw source.error("the sample's epoch is to be 1 or more", at: record)
        }
        guard ImportedText.isName(log.model) else {
            throw source.error("the log names no model", nil, .missingKey)
        }
        var sample = ImportedSample(
            model: log.model, transcript: [], promptCount: 0, output: "")
        sample.caseID = id
        sample.epoch = epoch - 1
        sample.isSimulated = log.model.hasPrefix("mockllm/")
        var vars: [String: JSONValue] = [:]
        for name in ["input", "target", "choices"] {
            vars[name] = row[name].flatMap { $0.isNull ? nil : $0 }
        }
        guard vars["input"] != nil else {
            throw source.error("the sample has no input", at: record, .missingKey)
        }
        for (name, value) in row["metadata"]?.object ?? [:] where vars[name] == nil {
            vars[name] = value
        }
        sample.content = ["vars": .object(vars)]
        sample.tags = ImportedText.tags(row["metadata"])
        try conversation(row, record, into: &sample)
        facts(row, into: &sample)
        let scores = row["scores"]?.object ?? [:]
        for (name, score) in scores.sorted(by: { $0.key < $1.key }) {
            var detail: [String: JSONValue] = [:]
            for key in ["answer", "metadata", "history"] {
                detail[key] = score[key].flatMap {
                    $0.isNull || $0 == [] || $0 == [:] ? nil : $0
                }
            }
            sample.scores += ImportedScore.reading(
                score["value"] ?? .null, named: name, reason: score["explanation"]?.string ?? "",
                passMark: passMark, detail: detail.isEmpty ? nil : .object(detail))
        }
        return sample
    }

    private func conversation(
        _ row: JSONValue, _ record: ImportSource.Record, into sample: inout ImportedSample
    ) throws(DocumentError) {
        let output = row["output"] ?? .null
        var recorded = row["messages"]?.array ?? []
        if recorded.isEmpty {
            recorded = row["input"]?.array ?? [["role": "user", "content": row["input"] ?? ""]]
            if let answer = output["choices"]?[0]?["message"] { recorded.append(answer) }
        }
        var promptCount: Int?
        for (index, item) in recorded.enumerated() {
            let message: Message
            do { message = try InspectMessages.message(item) } catch {
                throw source.error("message \(index + 1): \(error)", at: record)
            }
            let isGiven = item["source"]?.string == "input"
            if promptCount == nil, message.role == .assistant, !isGiven { promptCount = index }
            sample.transcript.append(message)
        }
        sample.promptCount = promptCount ?? sample.transcript.count
        sample.output =
            output["completion"]?.string
            ?? sample.transcript.dropFirst(sample.promptCount)
            .last { $0.role == .assistant }?.text ?? ""
    }

    private func facts(_ row: JSONValue, into sample: inout ImportedSample) {
        let output = row["output"] ?? .null
        switch output["choices"]?[0]?["stop_reason"]?.string {
        case "stop"?: sample.finishReason = .stop
        case "max_tokens"?, "model_length"?: sample.finishReason = .length
        case "tool_calls"?: sample.finishReason = .toolCalls
        case "content_filter"?: sample.finishReason = .contentFilter
        case nil: break
        default: sample.finishReason = .other
        }
        let usages = row["model_usage"]?.object ?? [:]
        let usage = usages.count == 1 ? usages.first?.value : output["usage"]
        sample.usage = ImportedNumber.usage(
            input: usage?["input_tokens"], output: usage?["output_tokens"],
            cached: usage?["input_tokens_cache_read"])
        sample.cost = ImportedNumber.scaled(usage?["total_cost"], by: 1e9)
        sample.latency = ImportedNumber.scaled(output["time"] ?? row["total_time"], by: 1e6)
        sample.servedModel = output["model"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        let complaint = row["error"]?["message"]?.string ?? output["error"]?.string
        if let complaint {
            sample.failure = SampleFailure(code: "imported", message: complaint)
        }
    }
}
