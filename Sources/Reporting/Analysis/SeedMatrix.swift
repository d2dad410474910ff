import Statistics

/// The values of several methods by seed, so that any two can be compared pair by pair in a moment.
struct SeedMatrix {
    /// The seeds that any of them has a value for, in the order in which they first occur.
    let seeds: [Int]
    /// By method, then seed; NaN where there is none.
    private let values: [[Double]]

    init(_ methods: [MethodSummary]) {
        var places: [Int: Int] = [:]
        var seeds: [Int] = []
        for method in methods {
            if method.seeds == seeds { continue }
            for seed in method.seeds where places[seed] == nil {
                places[seed] = seeds.count
                seeds.append(seed)
            }
        }
        self.seeds = seeds
        values = methods.map { method in
            if method.seeds == seeds { return method.values }
            var row = [Double](repeating: .nan, count: seeds.count)
            for (seed, value) in zip(method.seeds, method.values) { row[places[seed]!] = value }
            return row
        }
    }

    /// The differences of two methods on the seeds that both have.
    func differences(_ first: Int, _ second: Int) -> [Double] {
        zip(values[first], values[second]).map { $0 - $1 }.filter { !$0.isNaN }
    }

    /// The two-sided p-value of `pairedDifference`, to within rounding; nil where there is none.
    ///
    /// Without arrays in between, since a table of a hundred methods has 4,950 pairs of them.
    func pairedP(_ first: Int, _ second: Int, resampling: Resampling) -> Double? {
        var (count, sum, magnitude, isIdentical) = (0, 0.0, 0.0, true)
        let (a, b) = (values[first], values[second])
        for index in seeds.indices {
            let difference = a[index] - b[index]
            if difference.isNaN { continue }
            count += 1
            sum += difference
            magnitude = max(magnitude, max(abs(a[index]), abs(b[index])))
            if difference != 0 { isIdentical = false }
        }
        guard count > 1, !isIdentical else { return nil }
        let mean = sum / Double(count)
        var (squares, rest) = (0.0, 0.0)
        for index in seeds.indices {
            let deviation = a[index] - b[index] - mean
            if deviation.isNaN { continue }
            squares += deviation * deviation
            rest += deviation
        }
        let variance = max(0, squares - rest * rest / Double(count)) / Double(count - 1)
        guard variance.squareRoot() > 4 * magnitude.ulp else { return nil }
        let error = (variance * resampling.meanVarianceFactor(count: count)).squareRoot()
        return StudentT(degreesOfFreedom: Double(count - 1)).twoSided((mean + rest / Double(count)) / error)
    }
}
