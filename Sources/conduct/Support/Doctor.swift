import FoundationEssentials
import LanguageModel
import Providers
import Workspace

/// Looks at what this machine and this workspace have.
struct Doctor {
    struct Check {
        enum State: String { case good, missing, bad }
        var what: String
        var state: State
        var detail: String
        var advice = ""
    }

    let workspace: WorkspaceOptions

    func checks() -> [Check] {
        [version, kernels, blas, model] + keys + programs + [home]
    }

    private var version: Check {
        Check(what: "conduct", state: .good, detail: ToolVersion.text)
    }

    private var kernels: Check {
        Check(what: "kernels", state: .good, detail: EngineFacts.kernels)
    }

    private var blas: Check {
        var detail = EngineFacts.matrixLibrary
        if let forced = environment("OPENBLAS_CORETYPE") {
            detail += ", chosen by OPENBLAS_CORETYPE=\(forced)"
        }
        return Check(what: "matrix library", state: .good, detail: detail)
    }

    private var model: Check {
        let path = EmbeddedModel.path
        guard let size = fileSize(path) else {
            return Check(
                what: "embedded model", state: .bad, detail: "not at \(path)",
                advice: "run: conduct model pull")
        }
        guard size == EmbeddedModel.byteCount else {
            return Check(
                what: "embedded model", state: .bad,
                detail: "\(path) has \(size) bytes instead of \(EmbeddedModel.byteCount)",
                advice: "remove it and run: conduct model pull")
        }
        return Check(what: "embedded model", state: .good, detail: path)
    }

    private var keys: [Check] {
        ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "MISTRAL_API_KEY", "PERPLEXITY_API_KEY"].map {
            name in
            let isSet = environment(name).map { !$0.isEmpty } ?? false
            return Check(
                what: name, state: isSet ? .good : .missing, detail: isSet ? "set" : "not set")
        }
    }

    private var programs: [Check] {
        let wanted: [(names: [String], use: String)] = [
            (["chromium", "chromium-browser", "google-chrome"], "PDF export"),
            (["pdftotext"], "reading PDF job descriptions"), (["git"], "version control"),
        ]
        return wanted.map { item in
            let found = item.names.lazy.compactMap(Self.locate).first
            return Check(
                what: item.names[0], state: found == nil ? .missing : .good,
                detail: found ?? "not found; needed for \(item.use)")
        }
    }

    private var home: Check {
        do {
            let folder = try workspace.folder()
            let configuration = try folder.configuration()
            return Check(
                what: "workspace", state: .good,
                detail: "\(folder.root), models: \(configuration.aliases.joined(separator: ", "))")
        } catch let failure as Failure {
            return Check(what: "workspace", state: .missing, detail: "\(failure)")
        } catch {
            return Check(what: "workspace", state: .bad, detail: "\(error)")
        }
    }

    private static func locate(_ program: String) -> String? {
        for folder in (environment("PATH") ?? "").split(separator: ":") {
            let path = "\(folder)/\(program)"
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        return nil
    }

    private func fileSize(_ path: String) -> Int? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.size] as? Int
    }
}
