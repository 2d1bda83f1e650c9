import Foundation
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A program that is talked to while it runs: a server, or an evaluation to be interrupted.
final class Session {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let error = Pipe()

    init(
        _ arguments: [String], program: String = Program.path, in folder: String? = nil
    ) throws {
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        process.standardInput = input
        process.standardOutput = output
        process.standardError = error
        try process.run()
    }

    /// Bytes up to a line feed.
    func line() -> String {
        var bytes: [UInt8] = []
        while let byte = output.fileHandleForReading.readData(ofLength: 1).first {
            if byte == UInt8(ascii: "\n") { break }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    func send(_ text: String) { input.fileHandleForWriting.write(Data(text.utf8)) }

    func interrupt() { kill(process.processIdentifier, SIGINT) }

    /// Ends the program as a power cut would: it can save nothing.
    func end() { kill(process.processIdentifier, SIGKILL) }

    /// Closes the input and waits for the end.
    func finish() -> Program.Outcome {
        try? input.fileHandleForWriting.close()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Program.Outcome(
            status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
            error: String(decoding: complaint, as: UTF8.self))
    }
}

/// The plainest HTTP client: one request, one connection, on this machine.
enum PlainHTTP {
    struct Answer {
        var status: Int
        var body: String
    }

    static func ask(
        port: UInt16, _ method: String, _ path: String, _ body: String = ""
    ) throws -> Answer {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return Answer(status: 0, body: "no connection") }
        let request =
            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body
        let bytes = Array(request.utf8)
        _ = write(descriptor, bytes, bytes.count)
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count <= 0 { break }
            answer += buffer[..<count]
        }
        let text = String(decoding: answer, as: UTF8.self)
        let parts = text.split(separator: " ", maxSplits: 2)
        let split = text.firstRange(of: "\r\n\r\n")
        return Answer(
            status: parts.count > 1 ? Int(parts[1]) ?? 0 : 0,
            body: split.map { String(text[$0.upperBound...]) } ?? "")
    }
}
