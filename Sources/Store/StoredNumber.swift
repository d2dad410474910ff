import GRDB
import Primitives

/// A Double in two columns: SQLite stores NaN as NULL and drops the sign of a negative zero.
enum StoredNumber {
    static func columns(_ value: Double) -> (value: Double?, text: String?) {
        if value.isNaN { return (nil, "NaN") }
        if value.isInfinite { return (nil, value < 0 ? "-Infinity" : "Infinity") }
        return (value, value == 0 && value.sign == .minus ? "-0" : nil)
    }

    static func value(_ value: Double?, text: String?) throws -> Double {
        switch (value, text) {
        case (let value?, nil): return value
        case (nil, "NaN"): return .nan
        case (nil, "Infinity"): return .infinity
        case (nil, "-Infinity"): return -.infinity
        case (_?, "-0"): return -0.0
        default: throw StoreFailure.damaged("a metric without a value")
        }
    }
}
