import Foundation
import Primitives
import Testing

/// The committed reference values; `Reference/generate.py` says how they were made.
enum Reference {
    static func load() throws -> JSONValue {
        let url = try #require(Bundle.module.url(forResource: "Reference/reference", withExtension: "json"))
        return try JSONParser.parse(String(decoding: Data(contentsOf: url), as: UTF8.self))
    }

    static func numbers(_ value: JSONValue?) throws -> [Double] {
        guard case .array(let elements) = try #require(value) else { return [] }
        return elements.compactMap(\.number)
    }

    static func rows(_ key: String) throws -> [[Double]] {
        guard case .array(let rows) = try #require(load()[key]) else { return [] }
        return try rows.map { try numbers($0) }
    }
}

/// Whether two numbers agree to `tolerance` relative to the expected one.
func agree(_ value: Double, _ expected: Double, _ tolerance: Double = 1e-12) -> Bool {
    abs(value - expected) <= tolerance * abs(expected)
}
