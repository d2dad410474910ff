import Foundation
import Testing

/// A committed file of reference values, decoded; the script of the same name says how it was made.
enum StoredReference {
    static func decode<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
        let url = try #require(Bundle.module.url(forResource: "Reference/\(name)", withExtension: "json"))
        return try JSONDecoder().decode(type, from: Data(contentsOf: url))
    }
}

/// Whether all numbers agree to `tolerance` relative to the expected ones, or to `absolute`.
func agree(_ values: [Double], _ expected: [Double], _ tolerance: Double = 1e-12, absolute: Double = 0)
    -> Bool
{
    values.count == expected.count
        && zip(values, expected).allSatisfy {
            abs($0 - $1) <= max(absolute, tolerance * abs($1))
        }
}

/// The values of `Reference/ranking.json`.
struct RankingReference: Decodable {
    struct Corrections: Decodable {
        var p: [Double]
        var extra: Int
        var holm, hochberg, bonferroni, benjaminiHochberg, benjaminiYekutieli: [Double]
    }
    struct Friedman: Decodable {
        var table: [[Double]]
        var meanRanks: [Double]
        var chiSquared, chiSquaredP, f, fP: Double
        var tieCorrected, tieCorrectedP: Double?
        var nemenyi: [[Double]]
    }
    struct SkillingsMack: Decodable {
        var table: [[Double?]]
        var statistic, p: Double
    }
    struct BradleyTerry: Decodable {
        var wins: [[Double]]
        var logStrengths: [Double]
    }
    var corrections: [Corrections]
    var friedman: [Friedman]
    var q: [[Double]]
    var autorank: [[Double]]
    var autorankFriedman: [Double]
    var skillingsMack: [SkillingsMack]
    var bradleyTerry: [BradleyTerry]

    static func load() throws -> RankingReference {
        try StoredReference.decode("ranking", as: RankingReference.self)
    }
}
