import LanguageModel
package import Providers
package import Workspace

/// The answers of a stored run or a file, for `replay` models.
package enum RecordedRun {
    /// An answer with the hash of the conversation that it answers.
    package typealias Answer = (key: String, reply: ModelReply)

    /// Every conversation of a run with its answer, by the hash of what was sent.
    ///
    /// - Parameter text: the run's id, a beginning of it, or `latest`.
    /// - Throws: `StoreError.notFound`.
    package static func conversations(_ text: String, in reader: StoreReader) async throws
        -> [Answer]
    {
        let run = try await reader.resolve(text, as: .run)
        var found: [Answer] = []
        for try await page in reader.samples(of: run) {
            for sample in page { found += answers(of: sample) }
        }
        return found
    }

    /// The same of a JSONL file: lines of `{"prompt" or "messages", "output"}`, or an exported run.
    ///
    /// - Throws: `DocumentError` naming the line.
    static func conversations(file: String, path: String) throws(DocumentError) -> [Answer] {
        let source = try ImportSource(file: file, path: path)
        var found: [Answer] = []
        if case .export = source.content {
            let lines = try JSONLinesReader(file: file, path: path)
            while let (line, value) = try lines.nextValue() {
                guard value["record"]?.string == "sample" else { continue }
                do throws(RecordFormatError) { found += answers(of: try Sample(json: value)) } catch
                {
                    throw DocumentError(
                        .invalidValue, file: path, line: line, error.description,
                        suggestion: "export the run again")
                }
            }
        } else {
            let plain = PlainImport(source: source)
            for record in try source.records() {
                let sample = try plain.sample(record, model: "recording", passMark: nil)
                guard sample.failure == nil else { continue }
                found += answers(sample.transcript, after: sample.promptCount) { message in
                    ModelReply(
                        message: message, finishReason: sample.finishReason ?? .stop,
                        usage: sample.usage, latency: sample.latency ?? 0)
                }
            }
        }
        guard !found.isEmpty else {
            throw DocumentError(
                .invalidValue, file: path, "the file holds no answers to replay",
                suggestion: #"give lines of {"prompt", "output"}, or an exported run"#)
        }
        return found
    }

    private static func answers(of sample: Sample) -> [Answer] {
        guard sample.failure == nil else { return [] }
        return answers(sample.transcript, after: sample.promptCount) { message in
            ModelReply(
                message: message, finishReason: sample.finishReason ?? .stop, usage: sample.usage,
                latency: sample.latency ?? 0, servedModel: sample.servedModel)
        }
    }

    private static func answers(
        _ transcript: [Message], after promptCount: Int, _ reply: (Message) -> ModelReply
    ) -> [Answer] {
        transcript.indices.filter {
            $0 >= promptCount && transcript[$0].role == .assistant
        }.map {
            (CallKey.conversationHash(Array(transcript[..<$0])), reply(transcript[$0]))
        }
    }
}
