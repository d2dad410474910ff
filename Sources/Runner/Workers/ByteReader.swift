import Primitives

/// Bytes that are no message of ours.
struct MalformedMessage: Error, Equatable, CustomStringConvertible {
    let description: String
}

/// Takes values out of bytes that a `ByteWriter` wrote; anything else throws and reads nothing beyond the end.
struct ByteReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    private mutating func take(_ count: Int) throws(MalformedMessage) -> ArraySlice<UInt8> {
        guard count <= rest.count else {
            throw MalformedMessage(description: "a message that ends too early")
        }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func integer<Value: FixedWidthInteger>(_: Value.Type) throws(MalformedMessage) -> Value {
        var value: Value = 0
        for byte in try take(Value.bitWidth / 8).reversed() {
            value = value << 8 | Value(truncatingIfNeeded: byte)
        }
        return value
    }

    mutating func boolean() throws(MalformedMessage) -> Bool {
        switch try integer(UInt8.self) {
        case 0: false
        case 1: true
        default: throw MalformedMessage(description: "a flag that is neither 0 nor 1")
        }
    }

    mutating func real() throws(MalformedMessage) -> Double {
        Double(bitPattern: try integer(UInt64.self))
    }

    mutating func text() throws(MalformedMessage) -> String {
        let count = Int(try integer(UInt32.self))
        let bytes = try take(count)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw MalformedMessage(description: "a text that is not UTF-8")
        }
        return text
    }

    mutating func digest() throws(MalformedMessage) -> Digest { Digest(bytes: Array(try take(32))) }

    mutating func floats() throws(MalformedMessage) -> [Float] {
        let count = Int(try integer(UInt32.self))
        let bytes = Array(try take(4 * count))
        return (0..<count).map { place in
            Float(
                bitPattern: UInt32(bytes[4 * place]) | UInt32(bytes[4 * place + 1]) << 8
                    | UInt32(bytes[4 * place + 2]) << 16 | UInt32(bytes[4 * place + 3]) << 24)
        }
    }

    mutating func optional<Value>(
        _ body: (inout ByteReader) throws(MalformedMessage) -> Value
    ) throws(MalformedMessage) -> Value? {
        try boolean() ? try body(&self) : nil
    }

    mutating func list<Element>(
        _ body: (inout ByteReader) throws(MalformedMessage) -> Element
    ) throws(MalformedMessage) -> [Element] {
        let count = Int(try integer(UInt32.self))
        // Every element takes a byte at least, so a count beyond the rest is a lie that must not allocate.
        guard count <= rest.count else { throw MalformedMessage(description: "a list that ends too early") }
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try body(&self)) }
        return elements
    }

    /// Nothing may be left over.
    func finish() throws(MalformedMessage) {
        guard rest.isEmpty else { throw MalformedMessage(description: "a message that is too long") }
    }
}
