import Foundation
import LanguageModel
import Testing
import Workspace

@Suite struct WorkspaceFolderTests {
    @Test("The workspace is the nearest folder upward with conduct.yaml")
    func found() throws {
        let folder = try TemporaryFolder()
        try folder.write("models: {}\n", to: "conduct.yaml")
        try folder.write("x", to: "suites/deep/a.yaml")
        let found = WorkspaceFolder.find(from: folder.path + "/suites/deep")
        #expect(found?.root == (try WorkspaceFolder(root: folder.path)).root)
        #expect(WorkspaceFolder.find(from: "/") == nil)
        #expect(WorkspaceFolder.find(from: folder.path + "/nowhere") == nil)
    }

    @Test("A new workspace has every folder, ignores its own records, and overwrites nothing")
    func created() throws {
        let folder = try TemporaryFolder()
        try folder.write("mine\n", to: "specs/honesty.md")
        let files = SampleWorkspace.files.map { ($0.path, $0.content) }
        let creation = try WorkspaceFolder.create(at: folder.path, files: files)
        for name in WorkspaceFolder.folders {
            #expect(FileAccess.isFolder(folder.path + "/" + name))
        }
        #expect(creation.kept == ["specs/honesty.md"])
        #expect(creation.written.contains("conduct.yaml"))
        #expect(try folder.text("specs/honesty.md") == "mine\n")
        #expect(try folder.text(".conduct/.gitignore").hasSuffix("\n*\n"))
        let again = try WorkspaceFolder.create(at: folder.path, files: files)
        #expect(again.written.isEmpty)
        #expect(again.kept.count == files.count + 1)
    }

    @Test("A folder that is not there is made, with those above it")
    func nested() throws {
        let folder = try TemporaryFolder()
        let creation = try WorkspaceFolder.create(at: folder.path + "/a/b/lab", files: [])
        #expect(creation.folder.root.hasSuffix("/a/b/lab"))
    }

    @Test(
        "Paths that leave the workspace are refused",
        arguments: ["../x", "a/../../x", "/etc/passwd", "~/x", "", "link/passwd", "link", "a\0b"])
    func outside(path: String) throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/link", withDestinationPath: "/etc")
        let workspace = try WorkspaceFolder(root: folder.path)
        #expect(throws: DocumentError.self) { try workspace.resolve(path) }
    }

    @Test(
        "Paths within the workspace are resolved, whether anything is there or not",
        arguments: [("a/b.txt", "/a/b.txt"), ("./a//b/../c", "/a/c"), ("inner/x", "/inner/x")])
    func inside(path: String, suffix: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "real/x")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/inner", withDestinationPath: "real")
        let workspace = try WorkspaceFolder(root: folder.path)
        #expect(try workspace.resolve(path) == workspace.root + suffix)
    }

    @Test("A path of the command line becomes one of the workspace")
    func arguments() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "suites/a.yaml")
        let workspace = try WorkspaceFolder(root: folder.path)
        #expect(
            workspace.relativePath(ofArgument: folder.path + "/suites/a.yaml") == "suites/a.yaml")
        #expect(workspace.relativePath(ofArgument: workspace.root + "/new/b.yaml") == "new/b.yaml")
        #expect(workspace.relativePath(ofArgument: folder.path) == ".")
        #expect(workspace.relativePath(ofArgument: "/etc/passwd") == nil)
    }

    @Test("Writing replaces a file whole, keeps its permissions and leaves nothing beside it")
    func atomic() throws {
        let folder = try TemporaryFolder()
        let workspace = try WorkspaceFolder(root: folder.path)
        try workspace.write("one", to: "notes/a.md")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: folder.path + "/notes/a.md")
        try workspace.write("two", to: "notes/a.md")
        #expect(try folder.text("notes/a.md") == "two")
        let attributes = try FileManager.default.attributesOfItem(
            atPath: folder.path + "/notes/a.md")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(throws: DocumentError.self) {
            try workspace.write("three", to: "notes/a.md", replacing: false)
        }
        #expect(try folder.text("notes/a.md") == "two")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path + "/notes") == ["a.md"])
    }

    @Test("A file that cannot be written says why and leaves nothing behind")
    func unwritable() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "file")
        let workspace = try WorkspaceFolder(root: folder.path)
        #expect(throws: DocumentError.self) { try workspace.write("x", to: "file/x") }
        let error = #expect(throws: DocumentError.self) {
            try FileAccess.write([1], to: folder.path + "/none/x", path: "none/x")
        }
        #expect(error?.suggestion == "make the folder first")
    }

    @Test("Missing files, folders and files beyond the limit are refused with their reason")
    func unreadable() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array(repeating: 65, count: 100), to: "large")
        let missing = #expect(throws: DocumentError.self) {
            try FileAccess.read(folder.path + "/none", path: "none")
        }
        #expect(missing?.headline == "none: error: there is no such file")
        let directory = #expect(throws: DocumentError.self) {
            try FileAccess.read(folder.path, path: "x")
        }
        #expect(directory?.message == "this is a folder, not a file")
        let large = #expect(throws: DocumentError.self) {
            try FileAccess.read(folder.path + "/large", path: "large", limit: 99)
        }
        #expect(large?.code == .limit)
        #expect(
            try FileAccess.hash(folder.path + "/large", path: "large")
                == SHA256.hex(Array(repeating: 65, count: 100)))
    }

    @Test("The sample workspace reads without an error, schemas included")
    func sample() throws {
        let folder = try TemporaryFolder()
        let creation = try WorkspaceFolder.create(
            at: folder.path, files: SampleWorkspace.files.map { ($0.path, $0.content) })
        let configuration = try creation.folder.configuration()
        #expect(configuration.aliases.contains("smollm2"))
        let suite = try Suite.read(
            "suites/honesty.yaml", in: creation.folder, scorers: .any,
            configuration: configuration)
        #expect(suite.cases.count == 240)
        #expect(suite.prompts.map(\.id) == ["plain", "candid", "supportive"])
        #expect(Set(suite.cases.compactMap { suite.group(of: $0) }).count == 60)
        for one in suite.cases {
            for prompt in suite.prompts { _ = try prompt.render(one.vars) }
        }
        let model = try ScriptedModelDocument.read("models/flatterer.yaml", in: creation.folder)
        #expect(model.behaviours.map(\.rate) == [0.3, 0.1])
        #expect(
            Set(suite.files.keys).isSuperset(of: [
                "suites/honesty.yaml", "datasets/facts.jsonl", "specs/honesty.md",
                "prompts/plain.md",
            ]))
        try creation.folder.writeSchemas(.any)
        #expect(try folder.text(".conduct/schemas/suite.json").contains("2020-12"))
    }

    @Test("A workspace without conduct.yaml has the built-in model")
    func builtIn() throws {
        let folder = try TemporaryFolder()
        #expect(try WorkspaceFolder(root: folder.path).configuration() == .builtIn)
    }
}
