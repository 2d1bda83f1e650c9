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
    ///   - trained: the alias of the model as it was trained.
    static func all(_ lines: [RunLine], base: String, trained: String) -> [BeforeAndAfter] {
        var found: [String: BeforeAndAfter] = [:]
        for after in lines where after.models == [trained] {
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
