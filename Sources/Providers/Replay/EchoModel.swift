import LanguageModel

/// Answers with the last user message: shows what a prompt looks like once rendered, costs
/// nothing and is always right about itself.
package struct EchoModel: ModelProvider {
    package let identity = ModelIdentity(kind: "echo", model: "echo")

    package init() {}

    package func reply(to request: ModelRequest, onText: (@Sendable (String) -> Void)?)
        async throws -> ModelReply
    {
        try Task.checkCancellation()
        let text = request.messages.last { $0.role == .user }?.text ?? ""
        if !text.isEmpty { onText?(text) }
        return ModelReply(message: Message(.assistant, text), finishReason: .stop)
    }
}
