#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The platform's mathematics.
enum Platform {
    /// e to the power of a value.
    static func exp(_ value: Double) -> Double { exponential(value) }
}

private func exponential(_ value: Double) -> Double { exp(value) }
