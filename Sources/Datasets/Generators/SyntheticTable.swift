import Numerics
import Primitives

/// Rows of a synthetic dataset while a generator makes them.
struct SyntheticTable {
    /// Inputs by column.
    var columns: [(name: String, values: [Double])]

    /// Numeric columns named `prefix`1, `prefix`2, … with values given row by row (row-major, `width` wide).
    init(rows values: [Double], width: Int, prefix: String = "x") {
        let count = values.count / width
        columns = (0..<width).map { column in
            (prefix + "\(column + 1)", (0..<count).map { values[$0 * width + column] })
        }
    }

    /// Named columns.
    init(_ columns: [(name: String, values: [Double])]) { self.columns = columns }

    /// The dataset, with the hash of its values.
    func dataset(
        name: String, task: LearningTask, target: Dataset.Target, roles: RowRoles = RowRoles(),
        shape: [Int]? = nil, truth: Truth? = nil
    ) -> Dataset {
        Dataset(
            name: name, task: task,
            columns: columns.map { FeatureColumn(name: $0.name, values: .numeric($0.values)) },
            target: target, roles: roles, shape: shape, truth: truth,
            contentHash: contentHash(target, roles))
    }

    /// SHA-256 of the columns, the target and the roles, as little-endian 64-bit words.
    ///
    /// Numbers are IEEE 754 doubles; classes, groups, parts (0, 1, 2, or −1 for none) and folds are integers.
    private func contentHash(_ target: Dataset.Target, _ roles: RowRoles) -> Digest {
        var hasher = SHA256()
        func add(_ words: [UInt64]) {
            hasher.update(
                [UInt8](unsafeUninitializedCapacity: 8 * words.count) { bytes, count in
                    for word in words {
                        for shift in 0..<8 {
                            bytes[count + shift] = UInt8(truncatingIfNeeded: word >> UInt64(8 * shift))
                        }
                        count += 8
                    }
                })
        }
        func add(integers: [Int]) { add(integers.map { UInt64(bitPattern: Int64($0)) }) }
        for column in columns { add(column.values.map(\.bitPattern)) }
        switch target {
        case .classes(let codes): add(integers: codes)
        case .values(let values): add(values.map(\.bitPattern))
        }
        if let groups = roles.groups { add(integers: groups.codes.map(Int.init)) }
        if let times = roles.times { add(times.map(\.bitPattern)) }
        if let weights = roles.weights { add(weights.map(\.bitPattern)) }
        switch roles.split {
        case .parts(let parts):
            add(integers: parts.map { part in part.map { RowRoles.Part.allCases.firstIndex(of: $0)! } ?? -1 })
        case .folds(let folds, _): add(integers: folds.map(Int.init))
        case nil: break
        }
        return hasher.finalized()
    }
}
