#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// e^x.
func exponent(_ x: Double) -> Double { exp(x) }
