import ArgumentParser

/// Which commands this build has.
enum CommandTree {
    /// Whether the words begin with a command that exists: `conduct eval suites/x.yaml` does.
    ///
    /// Words behind the deepest command are its arguments; a command that only groups others needs
    /// one of them, or a default.
    static func has(_ words: [String]) -> Bool {
        var words = words[...]
        if words.first == "conduct" { words.removeFirst() }
        var current: any ParsableCommand.Type = Conduct.self
        var depth = 0
        while let word = words.first {
            let children = current.configuration.subcommands
            guard let child = children.first(where: { name(of: $0) == word }) else { break }
            current = child
            depth += 1
            words.removeFirst()
        }
        guard depth > 0 else { return false }
        // A word that should have been a subcommand is one that this build does not have.
        let groups = !current.configuration.subcommands.isEmpty
        return !(groups && words.first != nil)
    }

    private static func name(of command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? "\(command)".lowercased()
    }
}
