/// A call that got no usable answer.
package struct ProviderError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure this is; decides whether another try helps.
    package enum Code: String, Sendable, Hashable, Codable {
        /// The key is missing, or was refused (401, 403).
        case authentication
        /// The request is wrong, and will be again (400, 404, 422).
        case invalidRequest
        /// Too many requests (429), after all retries.
        case rateLimited
        /// The service failed (5xx), or broke off, after all retries.
        case service
        /// No connection.
        case network
        /// No answer in time.
        case timeout
        /// An answer that is not what the protocol promises.
        case malformedResponse
        /// An answer beyond the size limit.
        case tooLarge
        /// Not offered by this provider.
        case unsupported
        /// The budget is spent.
        case budget
        /// The model could not be loaded or failed while running.
        case engine
    }

    package let code: Code
    /// What happened, without any key material.
    package let message: String
    /// One sentence that says what to do, where there is something.
    package let advice: String?
    /// The HTTP status, where there was one.
    package let status: Int?

    package init(
        _ code: Code, _ message: String, advice: String? = nil, status: Int? = nil
    ) {
        self.code = code
        self.message = message
        self.advice = advice
        self.status = status
    }

    package var description: String {
        advice.map { "\(message); \($0)" } ?? message
    }
}
