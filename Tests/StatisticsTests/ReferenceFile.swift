import Foundation
import Primitives
import Testing

/// One committed file of reference values, `Reference/<topic>.json`; the script beside it says how it was
/// made.
struct ReferenceFile {
    let root: JSONValue

    init(_ topic: String) throws {
        let url = try #require(Bundle.module.url(forResource: "Reference/\(topic)", withExtension: "json"))
        root = try JSONParser.parse(String(decoding: Data(contentsOf: url), as: UTF8.self))
    }

    /// The elements of an array.
    func list(_ key: String) throws -> [JSONValue] { try Self.elements(root[key]) }

    static func elements(_ value: JSONValue?) throws -> [JSONValue] {
        guard case .array(let elements) = try #require(value) else {
            Issue.record("not an array")
            return []
        }
        return elements
    }

    static func rows(_ value: JSONValue?) throws -> [[Double]] {
        try elements(value).map { try Reference.numbers($0) }
    }

    static func number(_ value: JSONValue?) throws -> Double { try #require(value?.number) }
}
