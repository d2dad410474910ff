import Primitives
import Statistics
import Testing

@Suite("Aggregates") struct AggregateTests {
    @Test("of 1 to 100 values are NumPy's and SciPy's") func reference() throws {
        for row in try ReferenceFile("aggregates").list("rows") {
            let values = try Reference.numbers(row["values"])
            func expect(_ key: String, _ value: Double?) throws {
                let expected = try ReferenceFile.number(row[key])
                let distance = abs(try #require(value) - expected)
                #expect(distance <= 1e-13 * max(1, abs(expected)), "\(key) of \(values.count) values")
            }
            try expect("mean", Aggregate.mean.value(values))
            try expect("median", Aggregate.median.value(values))
            try expect("interquartileMean", interquartileMean(values))
            try expect("trimmed", trimmedMean(values, fraction: 0.1))
            try expect("fractional", fractionalInterquartileMean(values))
            try expect("deviation", medianAbsoluteDeviation(values))
            try expect("normalDeviation", normalConsistentDeviation(values))
            for (probability, expected) in zip(
                [0, 0.025, 0.25, 0.5, 0.9, 1], try Reference.numbers(row["quantiles"]))
            {
                let value = try #require(quantile(values, probability))
                #expect(abs(value - expected) <= 1e-13 * max(1, abs(expected)))
            }
        }
    }

    @Test("of nothing there is none") func empty() {
        for aggregate: Aggregate in [
            .mean, .median, .interquartileMean, .fractionalInterquartileMean, .trimmedMean(fraction: 0.1),
        ] {
            #expect(aggregate.value([]) == nil)
            #expect(aggregate.value([3.5]) == 3.5)
            #expect(aggregate.value([0.25, 0.25, 0.25, 0.25, 0.25]) == 0.25)
        }
        #expect(interquartileMean([0.1, 0.1, 0.1, 0.1, 0.1]) == 0.1)
        #expect(quantile([], 0.5) == nil)
        #expect(medianAbsoluteDeviation([]) == nil)
    }

    @Test("the published interquartile means of rliable's tests") func published() throws {
        #expect(interquartileMean([1, 2, 2, 2, 1, 1, 2, 1]) == 1.5)
        #expect(interquartileMean([1, 1, 2, 2, 3, 3]) == 2)
        #expect(interquartileMean((0..<80).map(Double.init)) == 39.5)
        #expect(agree(try #require(interquartileMean((1...10).map { Double($0 * $0) })), 199.0 / 6))
        let uniform = try ReferenceFile("aggregates").root["uniform"]
        let tasks = try ReferenceFile.rows(uniform?["tasks"]).flatMap { $0 }
        #expect(agree(try #require(interquartileMean(tasks)), try ReferenceFile.number(uniform?["iqm"])))
        #expect(abs(try #require(interquartileMean(tasks)) - 0.60506542) < 5e-9)
    }

    /// Ten values: the third and the eighth count half.
    @Test("the fractional interquartile mean differs where n is no multiple of four") func fractional() throws
    {
        let values: [Double] = [100, 2, 3, 4, 5, 6, 7, 8, 9, -100]
        #expect(interquartileMean(values) == 5.5)
        #expect(fractionalInterquartileMean([0, 0, 4, 5, 5, 5, 5, 5, 90, 90]) == (2 + 20 + 2.5) / 5)
        #expect(interquartileMean([0, 0, 4, 5, 5, 5, 5, 5, 90, 90]) == 29.0 / 6)
        #expect(agree(try #require(interquartileMean([1, 2, 8])), 11.0 / 3))
    }
}

@Suite("The correlation of pairs") struct PairCorrelationTests {
    @Test("is scipy's pearsonr, with Fisher's interval") func reference() throws {
        for row in try ReferenceFile("aggregates").list("correlations") {
            let a = try Reference.numbers(row["a"])
            let r = try #require(pairCorrelation(a, try Reference.numbers(row["b"])))
            #expect(agree(r, try ReferenceFile.number(row["r"]), 1e-12))
            guard case .array? = row["interval"] else {
                #expect(correlationInterval(r, pairs: a.count) == nil)
                continue
            }
            let ends = try Reference.numbers(row["interval"])
            let interval = try #require(correlationInterval(r, pairs: a.count))
            #expect(agree(interval.lower, ends[0], 1e-10) && agree(interval.upper, ends[1], 1e-10))
        }
    }

    @Test("says what a shared seed is worth") func worth() throws {
        let a: [Double] = [1, 2, 3, 4]
        #expect(pairCorrelation(a, [3, 5, 7, 9]) == 1)
        #expect(pairCorrelation(a, [-1, -2, -3, -4]) == -1)
        #expect(pairCorrelation(a, [0.1, 0.1, 0.1, 0.1]) == nil)
        #expect(pairCorrelation([1], [1]) == nil)
        #expect(effectiveSeedMultiplier(correlation: 0.75) == 4)
        #expect(effectiveSeedMultiplier(correlation: -1) == 0.5)
        #expect(effectiveSeedMultiplier(correlation: 1) == .infinity)
        // With equal variances both say the same.
        let b: [Double] = [2, 1, 4, 3]
        let r = try #require(pairCorrelation(a, b))
        #expect(agree(r, 0.6) && agree(effectiveSeedMultiplier(correlation: r), 2.5))
        #expect(agree(try #require(pairingGain(a, b)), 2.5))
        #expect(pairingGain(a, a) == .infinity && pairingGain([1, 1], [2, 2]) == 1)
    }
}
