import Datasets
import Numerics
import Primitives

/// What a dataset holds, column by column: `bench data describe FILE`.
public struct DatasetSummary: Sendable {
    /// The five numbers, mean and standard deviation of a sample.
    struct Numbers: Sendable, Hashable {
        var count = 0
        /// The number of different ones.
        var distinct = 0
        var mean = 0.0
        /// Of the sample: divided by n − 1; 0 for one number.
        var standardDeviation = 0.0
        /// Minimum, first quartile, median, third quartile, maximum.
        var quantiles = [0.0, 0, 0, 0, 0]

        /// The statistics of `numbers`, without NaN.
        init(_ numbers: [Double]) {
            let order = Quantiles(of: numbers)
            let sorted = order.sorted
            count = sorted.count
            guard count > 0 else { return }
            distinct = 1 + sorted.indices.dropFirst().count { sorted[$0] != sorted[$0 - 1] }
            // Terms are divided first, so that sums of huge numbers stay finite.
            mean = StableSum.of(sorted.lazy.map { $0 / Double(sorted.count) })
            if count > 1 {
                let mean = mean
                let size = max(abs(sorted[0] - mean), abs(sorted[count - 1] - mean))
                let scale = size > 0 && size.isFinite ? size : 1
                let squares = StableSum.of(
                    sorted.lazy.map { ($0 - mean) / scale * (($0 - mean) / scale) / Double(sorted.count - 1) }
                )
                standardDeviation = squares.squareRoot() * scale
            }
            quantiles = (0...4).map { order(Double($0) / 4) }
        }
    }

    /// One column.
    struct Column: Sendable {
        let name: String
        let kind: String
        let missing: Int
        /// The number of different values, missing not among them.
        let distinct: Int
        let numbers: Numbers?
        /// Levels with their counts, the most frequent first, of equals the earlier level.
        let levels: [(name: String, count: Int)]
    }

    let dataset: Dataset
    let targetName: String
    let columns: [Column]
    let target: Column

    /// More levels than this are counted instead.
    static let mostLevels = 5
    /// More columns of one type than this are counted instead, in the text.
    static let mostColumns = 60

    /// Looks at every cell of `dataset` once, and sorts every numeric column.
    public init(_ dataset: Dataset) {
        self.dataset = dataset
        targetName = dataset.targetName ?? "target"
        columns = dataset.columns.map { column in
            switch column.values {
            case .numeric(let numbers): Self.numeric(column.name, numbers)
            case .categorical(let codes, let levels):
                Self.levels(
                    column.name, codes.map(Int.init), levels, kind: column.isOrdinal ? "ordinal" : "levels")
            }
        }
        switch dataset.target {
        case .values(let values): target = Self.numeric(self.targetName, values)
        case .classes(let codes):
            target = Self.levels(self.targetName, codes, dataset.classNames ?? [], kind: "classes")
        }
    }

    private static func numeric(_ name: String, _ numbers: [Double]) -> Column {
        let statistics = Numbers(numbers)
        return Column(
            name: name, kind: "numbers", missing: numbers.count - statistics.count,
            distinct: statistics.distinct, numbers: statistics, levels: [])
    }

    private static func levels(_ name: String, _ codes: [Int], _ levels: [String], kind: String) -> Column {
        var counts = [Int](repeating: 0, count: levels.count)
        for code in codes where code >= 0 { counts[code] += 1 }
        let order = counts.indices.sorted { counts[$0] == counts[$1] ? $0 < $1 : counts[$0] > counts[$1] }
        return Column(
            name: name, kind: kind, missing: codes.count { $0 < 0 }, distinct: counts.count { $0 > 0 },
            numbers: nil, levels: order.filter { counts[$0] > 0 }.map { (levels[$0], counts[$0]) })
    }
}

extension DatasetSummary {
    /// For a person.
    public var text: String {
        var lines = [dataset.headline, "content: sha256 \(dataset.contentHash.short)"]
        let all = columns + [target]
        func start(_ index: Int) -> [String] {
            let (column, name) = (all[index], all[index].name)
            return [
                index == columns.count ? "→ " + name : name, column.kind, "\(column.missing)",
                "\(column.distinct)",
            ]
        }
        var numbers = AlignedTable(
            ["column", "type", "missing", "distinct", "min", "q1", "median", "q3", "max", "mean", "sd"],
            isRight: [false, false] + [Bool](repeating: true, count: 9))
        var levels = AlignedTable(
            ["column", "type", "missing", "distinct", "rows of each"],
            isRight: [false, false, true, true, false], widest: 100)
        var hidden = (numbers: 0, levels: 0)
        for (index, column) in all.enumerated() {
            let isTarget = index == columns.count
            if column.numbers != nil, numbers.rowCount >= Self.mostColumns, !isTarget {
                hidden.numbers += 1
                continue
            }
            if column.numbers == nil, levels.rowCount >= Self.mostColumns, !isTarget {
                hidden.levels += 1
                continue
            }
            if let own = column.numbers {
                let values = own.quantiles + [own.mean, own.standardDeviation]
                numbers.append(
                    start(index) + (own.count == 0 ? values.map { _ in "–" } : values.map(Self.short)))
            } else {
                var shown = column.levels.prefix(Self.mostLevels).map { "\($0.name) \($0.count)" }
                let rest = column.levels.count - Self.mostLevels
                if rest > 0 { shown.append("and \(rest) more") }
                levels.append(start(index) + [shown.joined(separator: ", ")])
            }
        }
        func more(_ count: Int, _ noun: String) -> [String] {
            count == 0
                ? [] : ["(\(count) more \(count == 1 ? "column" : "columns") of \(noun); --json has all)"]
        }
        if all.contains(where: { $0.numbers != nil }) {
            lines += [""] + numbers.lines() + more(hidden.numbers, "numbers")
        }
        if all.contains(where: { $0.numbers == nil }) {
            lines += [""] + levels.lines() + more(hidden.levels, "levels")
        }
        let further =
            dataset.roleTexts.map { "role: \($0.name)" }
            + dataset.notes.map { "\($0.severity.rawValue): \($0.message)" }
        if !further.isEmpty { lines += [""] + further }
        return lines.joined(separator: "\n") + "\n"
    }

    /// For a program, with all digits.
    public var json: String {
        let document: JSONValue = [
            "dataset": .string(dataset.name), "sha256": .string(dataset.contentHash.hexadecimal),
            "rows": .integer(dataset.rowCount),
            "task": .string(dataset.classNames == nil ? "regression" : "classification"),
            "columns": .array(columns.map(Self.document)), "target": Self.document(target),
            "roles": .array(dataset.roleTexts.map { .string($0.name) }),
            "shape": dataset.shape.map { .array($0.map(JSONValue.integer)) } ?? .null,
            "notes": .array(dataset.notes.map { .string($0.message) }),
        ]
        return document.canonical + "\n"
    }

    private static func document(_ column: Column) -> JSONValue {
        var members: [String: JSONValue] = [
            "name": .string(column.name), "type": .string(column.kind), "missing": .integer(column.missing),
            "distinct": .integer(column.distinct),
        ]
        if let numbers = column.numbers {
            for (name, value) in zip(["min", "q1", "median", "q3", "max"], numbers.quantiles) {
                members[name] = numbers.count == 0 ? .null : .real(value)
            }
            members["mean"] = numbers.count == 0 ? .null : .real(numbers.mean)
            members["sd"] = numbers.count == 0 ? .null : .real(numbers.standardDeviation)
        } else {
            members["levels"] = .array(
                column.levels.map { ["name": .string($0.name), "rows": .integer($0.count)] })
        }
        return .object(members)
    }

    /// At most five significant digits.
    private static func short(_ value: Double) -> String { CheckText.number(value, 5) }
}
