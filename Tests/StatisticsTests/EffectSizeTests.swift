import Foundation
import Primitives
import Statistics
import Testing

/// The values of `Reference/effect_sizes.json`; the script beside it says how they were made.
enum EffectSizeReference {
    static func load() throws -> JSONValue {
        let url = try #require(
            Bundle.module.url(forResource: "Reference/effect_sizes", withExtension: "json"))
        return try JSONParser.parse(String(decoding: Data(contentsOf: url), as: UTF8.self))
    }

    static func rows(_ key: String) throws -> [[Double]] {
        guard case .array(let rows) = try #require(load()[key]) else { return [] }
        return try rows.map { try Reference.numbers($0) }
    }
}

@Suite("Effect sizes") struct EffectSizeTests {
    private let reference: JSONValue

    init() throws { reference = try EffectSizeReference.load() }

    private func interval(_ value: JSONValue?, is interval: Statistics.Interval?, _ tolerance: Double) throws
        -> Bool
    {
        let ends = try Reference.numbers(value)
        let ours = try #require(interval)
        return agree(ours.lower, ends[0], tolerance) && agree(ours.upper, ends[1], tolerance)
    }

    @Test("unpaired, against scipy and autorank", arguments: ["effsize", "sonar", "apart", "ties"])
    func unpaired(name: String) throws {
        let part = try #require(reference["unpaired"]?[name])
        let a = try Reference.numbers(part["a"])
        let b = try Reference.numbers(part["b"])
        let d = try #require(cohensD(a, b))
        #expect(agree(d.value, try #require(part["d"]?.number)))
        #expect(try interval(part["d_interval"], is: d.interval, 1e-10))
        let g = try #require(hedgesG(a, b))
        #expect(agree(g.value, try #require(part["g"]?.number)))
        let delta = try #require(cliffsDelta(a, b))
        #expect(agree(delta.value, try #require(part["delta"]?.number)))
        if abs(delta.value) < 1 {
            #expect(try interval(part["delta_interval"], is: delta.interval, 1e-12))
        }
        let superiority = try #require(probabilityOfSuperiority(a, b))
        #expect(agree(superiority.value, try #require(part["superiority"]?.number)))
        let (ours, moved) = (try #require(delta.interval), try #require(superiority.interval))
        #expect(moved.lower == (1 + ours.lower) / 2 && moved.upper == (1 + ours.upper) / 2)
    }

    @Test("autorank's README: δ of its populations") func autorank() throws {
        let part = try #require(reference["autorank"])
        guard case .array(let stored) = try #require(part["populations"]) else { return }
        let populations = try stored.map { try Reference.numbers($0) }
        let published = [-0.3632, -0.5944, -0.936, -0.928, -0.9192]
        #expect(populations.count == 6)
        for (other, expected) in zip(populations.dropFirst(), published) {
            let forth = try #require(cliffsDelta(populations[0], other))
            let back = try #require(cliffsDelta(other, populations[0]))
            #expect(agree(forth.value, expected) && agree(back.value, -expected))
        }
    }

    @Test("the documented example of effsize::cliff.delta") func effsize() throws {
        let delta = try #require(
            cliffsDelta([10, 10, 20, 20, 20, 30, 30, 30, 40, 50], [10, 20, 30, 40, 40, 50]))
        #expect(delta.value == -0.25)
        let interval = try #require(delta.interval)
        #expect(abs(interval.lower - -0.7265846) < 5e-8 && abs(interval.upper - 0.3890062) < 5e-8)
    }

    @Test("paired, against scipy") func paired() throws {
        let part = try #require(reference["paired"])
        let differences = try Reference.numbers(part["differences"])
        let d = try #require(pairedCohensD(differences))
        #expect(agree(d.value, try #require(part["d_z"]?.number)))
        #expect(try interval(part["interval"], is: d.interval, 1e-10))
        let corrected = try #require(
            pairedCohensD(differences, resampling: .repeatedSplits(testToTrain: 1.0 / 9)))
        #expect(corrected.value == d.value)
        #expect(try interval(part["corrected_interval"], is: corrected.interval, 1e-10))
        #expect(agree(try #require(pairedHedgesG(differences)).value, try #require(part["g"]?.number)))
        let sonar = try #require(reference["unpaired"]?["sonar"])
        let average = try #require(
            averageCohensD(try Reference.numbers(sonar["a"]), try Reference.numbers(sonar["b"])))
        #expect(agree(average.value, try #require(part["d_av"]?.number)))
    }

    @Test("Hedges' factor is the ratio of gamma functions") func hedges() throws {
        for row in try EffectSizeReference.rows("hedges") {
            #expect(agree(hedgesCorrection(degreesOfFreedom: row[0]), row[1], 1e-14), "\(row)")
        }
        #expect(hedgesCorrection(degreesOfFreedom: 1) == 0)
    }

    @Test("the interval leaves out 0 exactly when the t test rejects")
    func duality() throws {
        for shift in stride(from: 0.0, through: 3, by: 0.25) {
            let differences = [0.3, -1.1, 0.9, 1.4, -0.2, 0.6].map { $0 + shift }
            let zeros = [Double](repeating: 0, count: 6)
            let p = try #require(pairedDifference(differences, zeros)?.p)
            let interval = try #require(pairedCohensD(differences)?.interval)
            #expect(interval.contains(0) == (p > 0.05), "\(shift)")
        }
    }

    @Test("swapping the samples turns the sign and nothing else") func symmetry() throws {
        let a = [0.1, 0.4, 0.35, 0.8]
        let b = [0.3, 0.3, 0.2]
        let forth = try #require(cohensD(a, b))
        let back = try #require(cohensD(b, a))
        #expect(forth.value == -back.value)
        let (one, two) = (try #require(forth.interval), try #require(back.interval))
        #expect(agree(one.lower, -two.upper) && agree(one.upper, -two.lower))
        let delta = try #require(cliffsDelta(a, b)?.interval)
        let turned = try #require(cliffsDelta(b, a)?.interval)
        #expect(agree(delta.lower, -turned.upper) && agree(delta.upper, -turned.lower))
    }

    @Test("without spread, overlap or values") func degenerate() throws {
        #expect(cohensD([1], [2, 3]) == nil && cohensD([1, 1], [2, 2]) == nil)
        #expect(pairedCohensD([]) == nil && pairedCohensD([0.5]) == nil && pairedCohensD([0.5, 0.5]) == nil)
        // 0.9 − 0.8, 0.7 − 0.6 and 0.5 − 0.4 are one amount but for rounding.
        #expect(pairedCohensD([0.9 - 0.8, 0.7 - 0.6, 0.5 - 0.4]) == nil)
        #expect(cliffsDelta([], [1]) == nil)
        let single = try #require(cliffsDelta([2], [1, 3, 2]))
        #expect(single.value == 0 && single.interval == nil)
        let apart = try #require(cliffsDelta([3, 4, 5], [1, 2, 2.5]))
        let range = try #require(apart.interval)
        #expect(apart.value == 1 && range.upper == 1 && range.lower < 0)
        let same = try #require(cliffsDelta([1, 1], [1, 1]))
        #expect(same.value == 0 && same.interval?.contains(0) == true)
    }
}
