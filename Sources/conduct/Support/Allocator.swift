#if canImport(Glibc)
    import Glibc
#endif

/// Keeps the C library from giving each thread a heap of its own: memory freed by one thread
/// would lie idle there, and an evaluation of 100,000 samples would take twice as much.
func shareOneHeap() {
    #if canImport(Glibc)
        // Looked up by name: <malloc.h> is not among the headers that Swift's module covers.
        typealias Option = @convention(c) (CInt, CInt) -> CInt
        guard let symbol = dlsym(nil, "mallopt") else { return }
        let mostArenas: CInt = -8  // M_ARENA_MAX
        _ = unsafeBitCast(symbol, to: Option.self)(mostArenas, 1)
    #endif
}
