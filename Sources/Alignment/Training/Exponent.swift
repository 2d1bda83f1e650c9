#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// e^x.
func exponent(_ x: Double) -> Double { exp(x) }

/// ln x.
func naturalLogarithm(_ x: Double) -> Double { log(x) }
