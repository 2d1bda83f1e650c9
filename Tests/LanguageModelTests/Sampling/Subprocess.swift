#if os(Linux)
    import Glibc
    import Testing

    /// Runs a program and gives back its exit status.
    enum Subprocess {
        static func run(_ path: String, _ arguments: [String], environment: [String]) async throws
            -> Int32
        {
            var process = pid_t()
            var argv: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
            var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) }
            defer { for pointer in argv + envp { free(pointer) } }
            argv.append(nil)
            envp.append(nil)
            try #require(posix_spawn(&process, path, nil, nil, argv, envp) == 0)
            // Waits without blocking one of the few threads that tests share.
            var status: Int32 = 0
            while waitpid(process, &status, WNOHANG) == 0 {
                try await Task.sleep(for: .milliseconds(50))
            }
            return status
        }
    }
#endif
