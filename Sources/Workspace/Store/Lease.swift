/// A process's claim on a running run: it alone writes to it.
package struct Lease: Sendable, Hashable {
    /// How long after its last sign of life a process on another machine counts as dead.
    package static let expiry: Int64 = 60_000
    /// How often a living process gives a sign, in milliseconds.
    package static let heartbeatInterval: Int64 = 10_000

    /// A word that only the holder knows: two writers of one process differ in it.
    var holder: String
    /// The process.
    package var process: ProcessIdentity
    /// When it took the run.
    package var acquired: Timestamp
    /// Its last sign of life.
    package var heartbeat: Timestamp

    /// Whether another process may take the run over.
    ///
    /// On the holder's own machine the process itself is asked, so that a killed one is followed
    /// at once and a suspended one never; elsewhere the heartbeat decides.
    func isDead(seenBy observer: ProcessIdentity, at now: Timestamp) -> Bool {
        if let alive = process.isAlive(seenBy: observer) { return !alive }
        return now.milliseconds - heartbeat.milliseconds > Self.expiry
    }

    /// Says who holds a run and since when.
    func refusal(of run: RecordID, now: Timestamp) -> StoreError {
        let seconds = max(0, now.milliseconds - heartbeat.milliseconds) / 1000
        return StoreError(
            .leaseHeld,
            "\(run) is being worked on by process \(process.pid) on \(process.host), last heard of "
                + "\(seconds) s ago (\(heartbeat))",
            advice: "wait for it, or stop that process and run the same command again")
    }
}
