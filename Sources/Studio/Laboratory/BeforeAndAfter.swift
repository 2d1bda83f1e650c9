import Workspace

/// The newest runs of one suite with a model as it was and as it was trained.
struct BeforeAndAfter {
    var before: RunLine
    var after: RunLine

    /// One for each suite that was run both ways, by the suite's name.
    ///
    /// - Parameters:
    ///   - lines: complete runs, newest first.
    ///   - base: the alias of the model as it was.
    ///   - trained: the aliases of the model as it was trained.
    static func all(_ lines: [RunLine], base: String, trained: Set<String>) -> [BeforeAndAfter] {
        var found: [String: BeforeAndAfter] = [:]
        for after in lines where after.models.count == 1 && trained.contains(after.models[0]) {
            let run = after.summary.run
            let key = run.suitePath ?? run.suite
            guard found[key] == nil,
                let before = lines.first(where: {
                    $0.models == [base]
                        && ($0.summary.run.suitePath ?? $0.summary.run.suite) == key
                })
            else { continue }
            found[key] = BeforeAndAfter(before: before, after: after)
        }
        return found.sorted { $0.key < $1.key }.map(\.value)
    }
}

extension WorkspaceConfiguration {
    /// The aliases under which an adapter is asked: `BASE+NAME`, and those of `conduct.yaml` that
    /// apply it alone.
    func aliases(of adapter: String, base: String) -> Set<String> {
        var aliases: Set<String> = ["\(base)+\(adapter)"]
        for (alias, model) in models {
            if case .embedded(let embedded) = model.source, embedded.adapters.count == 1,
                embedded.adapters[0].path == adapter
            {
                aliases.insert(alias)
            }
        }
        return aliases
    }
}
