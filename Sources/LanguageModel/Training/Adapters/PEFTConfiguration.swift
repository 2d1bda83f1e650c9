#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The part of PEFT's `adapter_config.json` that decides what an adapter computes.
struct PEFTConfiguration {
    let rank: Int
    let alpha: Double
    let isRankStabilised: Bool
    private let alphas: [String: Double]

    /// The scale of a matrix without a pattern of its own.
    var scale: Double { scale(alpha, rank) }

    private func scale(_ alpha: Double, _ rank: Int) -> Double {
        isRankStabilised ? alpha / Double(rank).squareRoot() : alpha / Double(rank)
    }

    /// The scale of one matrix.
    func scale(of target: LoRAAdapter.Target, rank: Int) -> Double {
        let name = target.moduleName
        // PEFT's keys are suffixes of the module's name, or the whole of it.
        let own = alphas.first { name == $0.key || name.hasSuffix("." + $0.key) }?.value
        return scale(own ?? alpha, rank)
    }

    init(_ path: String) throws(ModelFileError) {
        func fail(_ code: ModelFileError.Code, _ message: String, _ advice: String)
            -> ModelFileError
        {
            ModelFileError(code, path: path, message, advice: advice)
        }
        guard FileManager.default.fileExists(atPath: path) else {
            throw fail(.missing, "no such file", "give a folder that PEFT saved an adapter in")
        }
        guard let data = FileManager.default.contents(atPath: path), data.count < 1 << 24 else {
            throw fail(.unreadable, "cannot be read", "check the file's permissions")
        }
        let value: JSONValue
        do throws(JSONError) { value = try JSONValue(parsing: data) } catch {
            throw fail(.malformed, "is no JSON: \(error)", "save the adapter again with PEFT")
        }
        guard value["peft_type"]?.string == "LORA" else {
            throw fail(
                .unsupported, "peft_type is not LORA",
                "merge the adapter with PEFT and convert the merged model instead")
        }
        let plain: [(String, JSONValue)] = [
            ("use_dora", false), ("fan_in_fan_out", false), ("lora_bias", false),
            ("bias", "none"), ("modules_to_save", []), ("trainable_token_indices", []),
        ]
        for (key, expected) in plain {
            guard let found = value[key], !found.isNull, found != expected else { continue }
            throw fail(
                .unsupported, "\(key) is \(found.serialized())",
                "merge the adapter with PEFT and convert the merged model instead")
        }
        rank = value["r"]?.int ?? 8
        alpha = value["lora_alpha"]?.double ?? 8
        isRankStabilised = value["use_rslora"]?.bool ?? false
        alphas = (value["alpha_pattern"]?.object ?? [:]).compactMapValues(\.double)
        guard rank > 0, alpha > 0, alpha.isFinite,
            alphas.values.allSatisfy({ $0 > 0 && $0.isFinite })
        else {
            throw fail(
                .malformed, "r or lora_alpha is not positive", "save the adapter again with PEFT")
        }
    }
}
