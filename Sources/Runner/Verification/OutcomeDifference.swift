import Foundation
import Primitives
import Records

/// One thing in which two outcomes of a cell differ by a bit or more.
public enum OutcomeDifference: Sendable, Hashable {
    /// How the attempts ended.
    case status(stored: Status, present: Status)
    /// A SHA-256, `parameters` or `predictions`; nil where the outcome has none.
    case digest(kind: String, stored: Digest?, present: Digest?)
    /// A final metric; nil where the outcome has none of that name.
    case metric(part: DataPart, name: String, stored: Double?, present: Double?)
    /// A learning curve: the first epoch in which it differs, both values there, and how many of its points do.
    case curve(
        part: DataPart, name: String, epoch: Int, stored: Double?, present: Double?, differing: Int, of: Int)
    /// Kept predictions: the first row that differs, and how many numbers do; nil where the sizes differ or
    /// one is missing.
    case predictions(part: DataPart, row: Int?, differing: Int)

    /// What differs, without the values.
    public var subject: String {
        switch self {
        case .status: "status"
        case .digest(let kind, _, _): "SHA-256 of \(kind)"
        case .metric(let part, let name, _, _): "metric \(part.rawValue).\(name)"
        case .curve(let part, let name, _, _, _, _, _): "curve \(part.rawValue).\(name)"
        case .predictions(let part, _, _): "predictions of \(part.rawValue)"
        }
    }

    /// In a line for a person; `stored` and `present` say what the two sides are called.
    public func text(stored storedName: String = "stored", present presentName: String = "now") -> String {
        func sides(_ a: String, _ b: String) -> String { "\(storedName) \(a), \(presentName) \(b)" }
        switch self {
        case .status(let a, let b): return "status: " + sides(Self.text(a), Self.text(b))
        case .digest(_, let a, let b):
            return subject + ": " + sides(a?.hexadecimal ?? "none", b?.hexadecimal ?? "none")
        case .metric(_, _, let a, let b):
            return subject + ": " + sides(ExactNumber.text(a), ExactNumber.text(b))
        case .curve(_, _, let epoch, let a, let b, let differing, let count):
            return "\(subject): first differs in epoch \(epoch): "
                + sides(ExactNumber.text(a), ExactNumber.text(b))
                + "; \(differing) of \(count) epochs differ"
        case .predictions(_, let row, let differing):
            guard let row else { return "\(subject): missing, or of another size" }
            return "\(subject): \(differing) numbers differ, the first in row \(row)"
        }
    }

    /// For a program; numbers as such and as their bits.
    public var json: JSONValue {
        func number(_ value: Double?) -> JSONValue { value.map(JSONValue.real) ?? .null }
        func bits(_ value: Double?) -> JSONValue { value.map { .string(ExactNumber.bits($0)) } ?? .null }
        var members: [String: JSONValue] = ["what": .string(subject)]
        switch self {
        case .status(let a, let b):
            members["stored"] = .string(a.kind.rawValue)
            members["present"] = .string(b.kind.rawValue)
            members["stored_cause"] = a.cause.map(JSONValue.string) ?? .null
            members["present_cause"] = b.cause.map(JSONValue.string) ?? .null
        case .digest(_, let a, let b):
            members["stored"] = a.map { .string($0.hexadecimal) } ?? .null
            members["present"] = b.map { .string($0.hexadecimal) } ?? .null
        case .metric(_, _, let a, let b):
            members["stored"] = number(a)
            members["present"] = number(b)
            members["stored_bits"] = bits(a)
            members["present_bits"] = bits(b)
        case .curve(_, _, let epoch, let a, let b, let differing, let count):
            members["epoch"] = .integer(epoch)
            members["stored"] = number(a)
            members["present"] = number(b)
            members["stored_bits"] = bits(a)
            members["present_bits"] = bits(b)
            members["differing_points"] = .integer(differing)
            members["points"] = .integer(count)
        case .predictions(_, let row, let differing):
            members["row"] = row.map(JSONValue.integer) ?? .null
            members["differing_numbers"] = .integer(differing)
        }
        return .object(members)
    }

    private static func text(_ status: Status) -> String {
        status.kind.rawValue + (status.cause.map { " (\($0))" } ?? "")
    }
}

/// Numbers as text that shows every bit.
enum ExactNumber {
    /// `0x1.8p-1 (0.75)`; a dash for none.
    static func text(_ value: Double?) -> String {
        guard let value else { return "–" }
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity" }
        return "\(String(format: "%a", value)) (\(value))"
    }

    /// The sixteen hexadecimal digits of its bits, one NaN for all.
    static func bits(_ value: Double) -> String {
        let digits = String(same(value), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Its bits, one NaN for all: its sign and payload differ between CPUs.
    static func same(_ value: Double) -> UInt64 { value.isNaN ? Double.nan.bitPattern : value.bitPattern }
}
