import Numerics
import Primitives

@testable import Datasets

/// Seeded tables for the checks.
struct CheckFixture {
    let rows: Int
    private var stream: RandomStream
    private(set) var columns: [FeatureColumn] = []

    init(rows: Int, seed: Int = 1) {
        self.rows = rows
        stream = RandomStream(seed: seed, name: "check tests")
    }

    mutating func normals() -> [Double] { (0..<rows).map { _ in stream.normal() } }

    mutating func integers(below bound: Int) -> [Int] { (0..<rows).map { _ in stream.integer(below: bound) } }

    /// Two informative columns: a target of their sum can be learnt, and no check finds fault with them.
    static func sound(rows: Int, seed: Int = 1) -> CheckFixture {
        var table = CheckFixture(rows: rows, seed: seed)
        table.add("a", table.normals())
        table.add("b", table.normals())
        return table
    }

    mutating func add(_ name: String, _ numbers: [Double]) {
        columns.append(FeatureColumn(name: name, values: .numeric(numbers)))
    }

    mutating func add(_ name: String, levels: [String?]) {
        let names = Set(levels.compactMap { $0 }).sorted()
        let codes = levels.map { level in level.map { Int32(names.firstIndex(of: $0)!) } ?? -1 }
        columns.append(FeatureColumn(name: name, values: .categorical(codes: codes, levels: names)))
    }

    func numbers(_ name: String) -> [Double] {
        guard case .numeric(let numbers)? = columns.first(where: { $0.name == name })?.values else {
            return []
        }
        return numbers
    }

    /// Two classes that the sum of a and b tells with some noise.
    mutating func classes() -> [Int] {
        let noise = normals()
        return (0..<rows).map { numbers("a")[$0] + numbers("b")[$0] + noise[$0] > 0 ? 1 : 0 }
    }

    mutating func values() -> [Double] {
        let noise = normals()
        return (0..<rows).map { numbers("a")[$0] + numbers("b")[$0] + noise[$0] }
    }

    func dataset(_ codes: [Int], name: String = "data") -> Dataset {
        let count = max(2, (codes.max() ?? 0) + 1)
        return Dataset(
            name: name, task: .classification(classes: (0..<count).map { "class \($0)" }), columns: columns,
            target: .classes(codes), contentHash: SHA256.hash(name))
    }

    func dataset(_ values: [Double], name: String = "data") -> Dataset {
        Dataset(
            name: name, task: .regression, columns: columns, target: .values(values),
            contentHash: SHA256.hash(name))
    }

    /// A split of consecutive stretches: 60 % training, 20 % validation, 20 % test.
    var split: Split {
        Split(
            train: Array(0..<rows * 3 / 5), validation: Array(rows * 3 / 5..<rows * 4 / 5),
            test: Array(rows * 4 / 5..<rows))
    }
}

/// What the check `id` finds, at its default thresholds.
func findings(_ id: String, _ dataset: Dataset, splits: [Split] = [], isFile: Bool = true) -> [DataFinding] {
    findings(id, CheckSubject(dataset, splits: splits, isFile: isFile))
}

func findings(_ id: String, _ subject: CheckSubject) -> [DataFinding] {
    let check = zip(DataCheckCatalogue.checks, DataCheckCatalogue.standard)
        .first { $0.0.declaration.id == id }
    guard let check else { preconditionFailure("no check \(id)") }
    return check.1.findings(subject)
}

extension DataFinding {
    var severity: Diagnostic.Severity { diagnostic.severity }
    var message: String { diagnostic.message }
}
