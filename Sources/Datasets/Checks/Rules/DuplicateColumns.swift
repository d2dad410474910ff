import Primitives

/// Columns that say the same as others.
struct DuplicateColumns: DataCheck {
    static let declaration = ComponentDeclaration(
        id: "duplicate-columns", family: "data check",
        summary: "A column is a copy of another, under other names of levels or in another unit.",
        formula: "numbers: |Pearson's r| ≥ correlation; levels: equal after renaming",
        citations: ["Kuhn & Johnson 2013, Applied Predictive Modeling, sec. 3.5"],
        parameters: [
            .init(
                "correlation", .real(.closed(0, 1)), default: .real(0.999999),
                "The |correlation| from which one column is another in another unit."),
            .init(
                "columns", .integer(2...100_000), default: .integer(2000),
                "With more numeric columns only equal ones are looked for: pairs grow with the square."),
        ])

    private let correlation: Double
    private let most: Int

    init(arguments: Arguments) {
        correlation = arguments.real("correlation")
        most = arguments.integer("columns")
    }

    func findings(_ subject: CheckSubject) -> [DataFinding] {
        let dataset = subject.dataset
        let columns = dataset.columns
        // The first column that each one copies.
        var original: [Int: Int] = [:]
        var known: [UInt64: [Int]] = [:]
        for index in columns.indices where columns[index].varies {
            let hash = Self.hash(columns[index])
            if let first = known[hash]?.first(where: { Self.isCopy(columns[$0], columns[index]) }) {
                original[index] = first
            } else {
                known[hash, default: []].append(index)
            }
        }
        let scaled = scaledCopies(columns, besides: original)
        var copies: [Int: (equal: [Int], scaled: [Int])] = [:]
        for (copy, first) in original { copies[scaled[first] ?? first, default: ([], [])].equal.append(copy) }
        for (copy, first) in scaled { copies[first, default: ([], [])].scaled.append(copy) }
        return copies.keys.sorted().map { first in
            let equal = copies[first]!.equal.sorted().map { columns[$0].name }
            let scaled = copies[first]!.scaled.sorted().map { columns[$0].name }
            var parts: [String] = []
            if !equal.isEmpty {
                parts.append(CheckText.list(equal) + (equal.count == 1 ? " equals it" : " equal it"))
            }
            if !scaled.isEmpty {
                parts.append(
                    CheckText.list(scaled) + (scaled.count == 1 ? " is it" : " are it")
                        + " in another unit (|r| ≥ \(CheckText.number(correlation, 9)))")
            }
            return DataFinding(
                Self.declaration.id, dataset.shape == nil ? subject.severity(.warning) : .note,
                columns: [columns[first].name] + equal + scaled,
                "column \"\(CheckText.clipped(columns[first].name))\" stands in the table more than once: "
                    + parts.joined(separator: "; "),
                at: subject.location,
                remedy:
                    "set \(CheckText.exclude(equal + scaled)): a penalty on weights counts copies for less")
        }
    }

    /// The first numeric column that each other one is in another unit.
    ///
    /// Candidates are found on a few rows and confirmed on all of them.
    private func scaledCopies(_ columns: [FeatureColumn], besides original: [Int: Int]) -> [Int: Int] {
        let sample = RowSample.rows(of: columns[0].count, atMost: 256)
        var candidates: [(index: Int, numbers: [Double], standardised: [Double])] = []
        for (index, column) in columns.enumerated() where original[index] == nil && column.varies {
            guard case .numeric(let numbers) = column.values,
                let standardised = Self.standardised(sample.map { numbers[$0] })
            else { continue }
            candidates.append((index, numbers, standardised))
        }
        guard candidates.count <= most else { return [:] }
        var result: [Int: Int] = [:]
        for (place, candidate) in candidates.enumerated() {
            for earlier in candidates[..<place] where result[earlier.index] == nil {
                var product = 0.0
                for row in sample.indices {
                    product += candidate.standardised[row] * earlier.standardised[row]
                }
                // A little slack for rounding: all rows decide.
                guard abs(product) >= correlation - 1e-9,
                    abs(Self.correlation(candidate.numbers, earlier.numbers)) >= correlation
                else { continue }
                result[candidate.index] = earlier.index
                break
            }
        }
        return result
    }

    /// Centred and of length 1, 0 where missing; nil where it does not vary on these rows.
    private static func standardised(_ numbers: [Double]) -> [Double]? {
        let present = numbers.filter { !$0.isNaN }
        let scale = present.reduce(0) { max($0, abs($1)) }
        guard present.count >= 3, scale > 0 else { return nil }
        let mean = present.reduce(0) { $0 + $1 / scale } / Double(present.count)
        let centred = numbers.map { $0.isNaN ? 0 : $0 / scale - mean }
        let length = centred.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? centred.map { $0 / length } : nil
    }

    /// Pearson's r over the rows that both have; 0 where other rows are missing in one than in the other.
    private static func correlation(_ a: [Double], _ b: [Double]) -> Double {
        guard a.indices.allSatisfy({ a[$0].isNaN == b[$0].isNaN }) else { return 0 }
        return RankCorrelation.pearson(a.filter { !$0.isNaN }, b.filter { !$0.isNaN })
    }

    /// A hash of the cells, where levels go by the order of their first rows rather than by name.
    private static func hash(_ column: FeatureColumn) -> UInt64 {
        switch column.values {
        case .numeric(let numbers):
            return numbers.reduce(1) { StableHash.combine($0, StableHash.bits($1)) }
        case .categorical(let codes, let levels):
            var order = [Int](repeating: -1, count: levels.count)
            var seen = 0
            var hash: UInt64 = 2
            for code in codes {
                if code >= 0, order[Int(code)] < 0 { (order[Int(code)], seen) = (seen, seen + 1) }
                hash = StableHash.combine(hash, code < 0 ? .max : UInt64(order[Int(code)]))
            }
            return hash
        }
    }

    /// Whether two columns of one hash are really the same.
    private static func isCopy(_ a: FeatureColumn, _ b: FeatureColumn) -> Bool {
        switch (a.values, b.values) {
        case (.numeric(let a), .numeric(let b)):
            return a.indices.allSatisfy { StableHash.bits(a[$0]) == StableHash.bits(b[$0]) }
        case (.categorical(let a, let levels), .categorical(let b, let others)):
            var there = [Int32](repeating: -1, count: levels.count)
            var back = [Int32](repeating: -1, count: others.count)
            for row in a.indices {
                guard a[row] >= 0, b[row] >= 0 else {
                    if a[row] != b[row] { return false }
                    continue
                }
                if there[Int(a[row])] < 0 { there[Int(a[row])] = b[row] }
                if back[Int(b[row])] < 0 { back[Int(b[row])] = a[row] }
                if there[Int(a[row])] != b[row] || back[Int(b[row])] != a[row] { return false }
            }
            return true
        default: return false
        }
    }
}

extension FeatureColumn {
    /// Whether two rows differ.
    fileprivate var varies: Bool { (1..<max(1, count)).contains { key($0) != key(0) } }
}
