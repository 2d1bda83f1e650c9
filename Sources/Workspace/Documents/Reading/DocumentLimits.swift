/// How large a document may be: generous for what people write, small enough that a hostile file
/// cannot exhaust memory or the stack.
package struct DocumentLimits: Sendable, Hashable {
    /// The most bytes of a document that is read whole. Data sets are read by line instead.
    package var bytes = 32 << 20
    /// The deepest nesting of lists and mappings.
    package var depth = 100
    /// The most values, counting a value again each time an alias repeats it.
    package var nodes = 2_000_000

    package init() {}

    /// The limits of the product.
    package static let standard = DocumentLimits()
}
