import Evaluation
import LanguageModel
import Providers
import Reports

/// What an evaluation would do, without doing it.
struct DryRun {
    let plan: EvalPlan

    func show(json: Bool) throws {
        let example = try plan.cases.first.flatMap { item in
            try plan.prompts.first.map { try $0.render(item).messages }
        }
        let bytes = try averagePromptBytes()
        let estimates = plan.models.map { model -> (String, Int, Int, Int?) in
            let calls = plan.sampleCount / plan.models.count
            // A rough rule for English: four bytes to a token.
            let input = calls * (bytes / 4)
            let most = calls * (model.parameters.maxTokens ?? 256)
            let cost = model.price?.cost(of: TokenUsage(input: input, output: most))
            return (model.alias, input, most, cost)
        }
        if json {
            let value: JSONValue = [
                "suite": .string(plan.suite), "samples": .integer(plan.sampleCount),
                "cases": .integer(plan.cases.count), "prompts": .integer(plan.prompts.count),
                "epochs": .integer(plan.epochs),
                "models": .array(
                    estimates.map { alias, input, output, cost in
                        [
                            "alias": .string(alias), "estimated_input_tokens": .integer(input),
                            "most_output_tokens": .integer(output),
                            "most_cost_usd": cost.map { .number(Double($0) / 1e9) } ?? .null,
                        ]
                    }),
                "example": .array((example ?? []).map(\.json)), "manifest": plan.manifest,
            ]
            printOut(value.serialized())
            return
        }
        var table = Table(
            title: "\(plan.suite): \(plan.sampleCount) samples",
            columns: [
                .init("model"), .init("input tokens", .trailing),
                .init("output tokens at most", .trailing), .init("cost at most", .trailing),
            ])
        for (alias, input, output, cost) in estimates {
            table.rows.append([
                .init(alias), .init("≈ \(NumberText.count(input))"),
                .init(NumberText.count(output)),
                .init(cost.map(Dollars.text) ?? "unknown"),
            ])
        }
        table.notes.append(
            "\(plan.cases.count) cases × \(plan.prompts.count) prompts × \(plan.models.count) "
                + "models × \(plan.epochs) epochs. Nothing was run.")
        printOut(table.terminalText(.output))
        if let example {
            printOut("\nThe first conversation:")
            for message in example {
                printOut("  \(message.role.rawValue): \(SafeText.line(message.text))")
            }
        }
    }

    private func averagePromptBytes() throws -> Int {
        var total = 0
        var count = 0
        for item in plan.cases.prefix(50) {
            for prompt in plan.prompts {
                total += try prompt.render(item).messages.reduce(0) { $0 + $1.text.utf8.count }
                count += 1
            }
        }
        return count > 0 ? total / count : 0
    }
}
