/// Where, for whom and under which name the studio is.
package struct StudioSettings: Sendable {
    /// The address to listen at; the loopback device alone unless another was asked for.
    package var host: String
    /// The port; 0 for any that is free.
    package var port: Int
    /// Whether an address beyond the loopback device may be listened at.
    package var allowsNetwork: Bool
    /// The owner's secret: whoever has it may see and judge everything.
    package var token: String
    /// Who judges, unless a page says otherwise.
    package var author: String
    /// The environment in which models find their keys.
    package var variables: [String: String]
    /// Whether this build of the program has a command, given as its words.
    package var hasCommand: @Sendable ([String]) -> Bool

    package init(
        host: String = "127.0.0.1", port: Int = 8181, allowsNetwork: Bool = false,
        token: String = StudioSettings.freshToken(), author: String = "me",
        variables: [String: String] = [:],
        hasCommand: @escaping @Sendable ([String]) -> Bool = { _ in true }
    ) {
        self.host = host
        self.port = port
        self.allowsNetwork = allowsNetwork
        self.token = token
        self.author = author
        self.variables = variables
        self.hasCommand = hasCommand
    }

    /// A secret of 160 bits from the system's generator.
    package static func freshToken() -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")
        return String((0..<32).map { _ in digits[Int(generator.next() % 32)] })
    }

    private static let loopback = ["127.0.0.1", "localhost", "::1"]

    /// The names by which browsers may call the studio; what else they are told is refused.
    var hosts: Set<String> {
        var hosts: Set<String> = ["127.0.0.1", "localhost", "[::1]"]
        if !Self.loopback.contains(host) { hosts.insert(host.lowercased()) }
        return hosts
    }

    /// The addresses from which the owner's token is taken: with `--lan` others on the network come
    /// by personal links alone. Nil where only this machine can reach the studio anyway.
    var ownerAddresses: Set<String>? {
        Self.loopback.contains(host) ? nil : ["127.0.0.1", "::1", host]
    }

    func check() throws(StudioSettingsError) {
        guard Self.loopback.contains(host) || allowsNetwork else {
            throw StudioSettingsError(
                description: "\(host) is open to others; add --lan if that is wanted")
        }
        guard host != "0.0.0.0", host != "::" else {
            throw StudioSettingsError(
                description: "name the one address that others call, such as 192.168.1.5; "
                    + "\(host) would answer to any name")
        }
        guard token.utf8.count >= 16 else {
            throw StudioSettingsError(description: "a token needs at least 16 characters")
        }
    }

    /// The address of the first visit.
    func firstURL(port: Int) -> String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "http://\(name):\(port)/?token=\(token)"
    }
}

/// A studio that cannot be started as asked.
package struct StudioSettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String
}

extension StudioSettings: CustomStringConvertible, CustomDebugStringConvertible {
    /// Where it listens: token and keys are in no log and no error.
    package var description: String { "studio at \(host):\(port)" }
    package var debugDescription: String { description }
}

extension StudioEnvironment: CustomStringConvertible, CustomDebugStringConvertible {
    var description: String { settings.description }
    var debugDescription: String { description }
}
