/// An element of an XML document, read without anything that could reach or exhaust the machine.
///
/// No document type is read, so there are no entities beside the five of XML itself, nothing
/// external, and nothing that grows; depth, size and number of elements are bounded.
package struct XMLNode: Sendable, Hashable {
    package var name: String
    /// Attributes in the order written.
    package var attributes: [Attribute]
    package var children: [XMLNode]
    /// The text directly inside, without that of children.
    package var text: String
    /// The line on which it begins, from 1.
    package var line: Int

    /// An attribute.
    package struct Attribute: Sendable, Hashable {
        package var name: String
        package var value: String
    }

    /// The value of an attribute; nil where absent.
    package subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }

    /// The element and all below it, in the order of the text.
    package var all: [XMLNode] { [self] + children.flatMap(\.all) }
}
