#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// exp in float64.
func exponential(_ x: Double) -> Double { exp(x) }

/// The natural logarithm in float64.
func logarithm(_ x: Double) -> Double { log(x) }
