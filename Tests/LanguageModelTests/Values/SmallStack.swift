import Foundation

/// A thread whose stack a careless recursion would run through.
enum SmallStack {
    static func run(_ body: @escaping @Sendable () -> Void) {
        let thread = Thread(block: body)
        thread.stackSize = 512 << 10
        thread.start()
    }
}
