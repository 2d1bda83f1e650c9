import LanguageModel

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Measures DPO with LoRA r = 8 on all linear layers: one epoch over preference pairs.
///
/// `TrainingBenchmark PAIRS [HELD-OUT] [--seed N] [--threads N] [--in-order] [--save FOLDER]`; the
/// files are JSONL with prompt, chosen and rejected, templated already. Tokens are counted as a
/// trainer without prefix sharing counts them, over the wall time of the whole process. `--save`
/// leaves the adapter in PEFT's and llama.cpp's form in an existing folder, with the
/// log-probabilities of the held-out answers for Scripts/check-peft. Unset OPENBLAS_CORETYPE and
/// OPENBLAS_L2_SIZE before measuring.
@main struct TrainingBenchmark {
    static func main() throws {
        let start = ContinuousClock.now
        var files: [String] = []
        var seed: UInt64 = 0
        var threads: Int?
        var isShuffled = true
        var folder: String?
        var arguments = CommandLine.arguments.dropFirst().makeIterator()
        while let argument = arguments.next() {
            switch argument {
            case "--seed": seed = arguments.next().flatMap(UInt64.init) ?? 0
            case "--threads": threads = arguments.next().flatMap { Int($0) }
            case "--in-order": isShuffled = false
            case "--save": folder = arguments.next()
            default: files.append(argument)
            }
        }
        guard let file = files.first else {
            print(
                "usage: TrainingBenchmark PAIRS [HELD-OUT] [--seed N] [--threads N] [--in-order] "
                    + "[--save FOLDER]")
            exit(2)
        }
        let model = try TransformerModel(path: EmbeddedModel.path)
        let examples = try pairs(file, model.tokenizer)
        let trained = try TrainingModel(
            model, training: TrainableParts(adapter: LoRASettings()), seed: seed,
            threads: threads)
        let trainer = try Trainer(
            trained, .preference(.dpo(beta: 0.1)), examples,
            TrainingSettings(
                schedule: LearningRateSchedule(.linear, rate: 1e-4), seed: seed,
                shuffles: isShuffled))
        let loaded = ContinuousClock.now
        trainer.prepare()
        let prepared = ContinuousClock.now
        var last: StepMetrics?
        while let metrics = try trainer.step() { last = metrics }
        let end = ContinuousClock.now
        let tokens = examples.reduce(0) { $0 + $1.group.unsharedTokenCount }
        print("library", InferenceEngine.matrixLibrary, "threads", trained.threads)
        print(
            "\(tokens) tokens, load \(loaded - start), reference \(prepared - loaded), "
                + "training \(end - prepared)")
        print("\(Double(tokens) / ((end - start) / .seconds(1))) tokens/s, \(usage)")
        if let step = last, let seen = step.preference {
            print("last batch: loss \(step.loss), accuracy \(seen.accuracy), margin \(seen.margin)")
        }
        if files.count > 1 {
            let examples = try pairs(files[1], model.tokenizer)
            let held = try trainer.measure(examples)
            print(
                "held out: loss \(held.loss), accuracy \(held.preference?.accuracy ?? 0), "
                    + "margin \(held.preference?.margin ?? 0)")
            if let folder { try save(trained, examples, to: folder) }
        }
    }

    private static func save(
        _ trained: TrainingModel, _ examples: [TrainingExample], to folder: String
    ) throws {
        guard let adapter = trained.adapter else { return }
        let shape = trained.model.configuration
        try PEFTAdapter.write(
            adapter, to: folder, for: shape, base: EmbeddedModel.name,
            baseSHA256: EmbeddedModel.sha256)
        try GGUFAdapter.write(
            adapter, to: folder + "/adapter.gguf", for: shape, baseSHA256: EmbeddedModel.sha256)
        let results = trained.evaluate(examples.map(\.group))
        guard let file = fopen(folder + "/logprobs.jsonl", "w") else { return }
        defer { fclose(file) }
        for (example, result) in zip(examples, results) {
            let line: JSONValue = [
                "prompt_ids": .array(example.group.prompt.map { .integer(Int($0)) }),
                "completion_ids": .array(
                    example.group.completions.map { .array($0.ids.map { .integer(Int($0)) }) }),
                "logprobs": .array(result.map { .array($0.logprobs.map { .number($0) }) }),
            ]
            fputs(line.serialized() + "\n", file)
        }
    }

    private static func pairs(_ path: String, _ tokenizer: Tokenizer) throws -> [TrainingExample] {
        guard let file = fopen(path, "r") else {
            print("cannot read \(path)")
            exit(2)
        }
        defer { fclose(file) }
        var examples: [TrainingExample] = []
        while let line = readLine(file) {
            let value = try JSONValue(parsing: line)
            let ids = ["prompt", "chosen", "rejected"].map {
                tokenizer.encode(value[$0]?.string ?? "", parsingSpecials: true)
            }
            examples.append(TrainingExample(prompt: ids[0], chosen: ids[1], rejected: ids[2]))
        }
        return examples
    }

    private static func readLine(_ file: UnsafeMutablePointer<FILE>) -> String? {
        var buffer: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(buffer) }
        let count = getline(&buffer, &capacity, file)
        guard count > 0, let buffer else { return nil }
        return String(cString: buffer)
    }

    /// Processor seconds and the greatest resident size of this process.
    private static var usage: String {
        var usage = rusage()
        #if canImport(Darwin)
            getrusage(RUSAGE_SELF, &usage)
        #else
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #endif
        let user = Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) * 1e-6
        let system = Double(usage.ru_stime.tv_sec) + Double(usage.ru_stime.tv_usec) * 1e-6
        #if canImport(Darwin)
            let megabytes = usage.ru_maxrss >> 20
        #else
            let megabytes = usage.ru_maxrss >> 10
        #endif
        return "processor \(user) s user + \(system) s system, peak \(megabytes) MB"
    }
}
