import LanguageModel
import NIOCore
import Providers
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("How fast calls are made", .serialized)
struct ThroughputTests {
    /// Prints figures that only indicate: the server's own share is in both, and other work on the
    /// machine is in the rate. It asserts that every call was answered on a kept connection.
    @Test("Many small calls share kept connections and are all answered")
    func manySmallCalls() async throws {
        let body = chatAnswer("Round.")
        let answer =
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
            + "content-length: \(body.utf8.count)\r\n\r\n\(body)"
        let bytes = Array(answer.utf8)
        let calls = 20_000
        let inFlight = 64
        try await withServer { _, connection in
            connection.send(bytes)
        } _: { server in
            let limits = CallLimits(concurrency: AdaptiveConcurrency(fixed: inFlight))
            try await withModel(server.base, limits: limits) { model in
                let next = Counter()
                let (start, startCPU) = (ContinuousClock.now, clock())
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<inFlight {
                        group.addTask {
                            while next.add() <= calls {
                                let reply = try await model.reply(to: question)
                                #expect(reply.message.text == "Round.")
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                let seconds = (ContinuousClock.now - start) / .seconds(1)
                let cpu = Double(clock() - startCPU) / Double(CLOCKS_PER_SEC) * 1e6
                print(
                    "indicative: \(Int(Double(calls) / seconds)) chat calls a second, \(inFlight) "
                        + "in flight, \(Int(cpu / Double(calls))) µs of processor a call")
                #expect(server.requests == calls)
                // A call can end a moment before its connection is free for the next.
                #expect(server.opened <= 2 * inFlight)
            }
        }
    }
}
