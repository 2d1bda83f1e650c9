import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Which process this is, so that another one can name it and tell whether it still lives.
package struct ProcessIdentity: Sendable, Hashable {
    /// The machine's name.
    package var host: String
    /// What tells this boot and process namespace from others: a number is only a process's name
    /// within these.
    package var machine: String
    /// The process's number.
    package var pid: Int
    /// When it started, in the kernel's ticks; a reused number has another. Nil where unknown.
    package var start: Int64?

    package init(host: String, machine: String, pid: Int, start: Int64?) {
        self.host = host
        self.machine = machine
        self.pid = pid
        self.start = start
    }

    /// This process.
    package static func current() -> ProcessIdentity {
        let pid = Int(getpid())
        let host = ProcessInfo.processInfo.hostName
        let boot = text(of: "/proc/sys/kernel/random/boot_id") ?? ""
        let namespace =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? ""
        return ProcessIdentity(
            host: host, machine: "\(host) \(boot) \(namespace)", pid: pid, start: startTime(of: pid)
        )
    }

    /// Whether the process is running on this machine now; nil where that can't be known.
    ///
    /// - Parameter observer: the process that asks.
    package func isAlive(seenBy observer: ProcessIdentity) -> Bool? {
        guard machine == observer.machine else { return nil }
        // Signal 0 asks without sending; EPERM means that it exists and is somebody else's.
        guard pid > 0, kill(pid_t(pid), 0) == 0 || errno == EPERM else { return false }
        if let start, let now = Self.startTime(of: pid) { return start == now }
        return true
    }

    /// The 22nd field of /proc/PID/stat (proc(5)), behind the name, which may hold anything.
    private static func startTime(of pid: Int) -> Int64? {
        guard let stat = text(of: "/proc/\(pid)/stat"), let end = stat.lastIndex(of: ")") else {
            return nil
        }
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        // A zombie has ended; only its parent hasn't looked yet.
        guard fields.count > 19, fields[0] != "Z" else { return fields.isEmpty ? nil : -1 }
        return Int64(fields[19])
    }

    private static func text(of path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, file)
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
