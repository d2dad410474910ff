import Numerics
import Primitives

/// What corruptions need to know of a sample, with the errors of those that do not fit it.
extension Sample {
    /// The rows of each part that `parts` names, ascending; a part may be empty.
    func rowsByPart(of parts: CorruptedParts) -> [[Int]] {
        switch parts {
        case .train: [split.train]
        case .trainAndValidation: [split.train, split.validation]
        case .all: [split.train, split.validation, split.test]
        }
    }

    /// The class of each row and the names of the classes; throws for a regression.
    func labels(_ corruption: String) throws(BenchError) -> (codes: [Int], classes: [String]) {
        guard case .classes(let codes) = dataset.target, case .classification(let classes) = dataset.task,
            classes.count >= 2
        else {
            throw BenchError(
                .data,
                "dataset \"\(dataset.name)\": \(corruption) is for classes, and the target is a number",
                remedy: "leave the corruption out for this dataset, or use target-noise")
        }
        return (codes, classes)
    }

    /// The target of each row; throws for a classification.
    func values(_ corruption: String) throws(BenchError) -> [Double] {
        guard case .values(let values) = dataset.target else {
            throw BenchError(
                .data,
                "dataset \"\(dataset.name)\": \(corruption) is for a regression, and the target is a class",
                remedy: "leave the corruption out for this dataset, or use symmetric-label-noise")
        }
        return values
    }

    /// The indices of the columns with these names, or of all; throws for a name that is no column.
    func columns(named names: [String], _ corruption: String) throws(BenchError) -> [Int] {
        guard !names.isEmpty else { return Array(dataset.columns.indices) }
        var indices: Set<Int> = []
        for name in names {
            guard let index = dataset.columns.firstIndex(where: { $0.name == name }) else {
                throw BenchError(
                    .data,
                    "dataset \"\(dataset.name)\": \(corruption): there is no input column \"\(name)\""
                        + Suggestion.hint(for: name, among: dataset.columns.map(\.name)),
                    remedy: "name columns that the dataset has, or leave out columns for all of them")
            }
            indices.insert(index)
        }
        return indices.sorted()
    }

    /// The numeric ones of the columns with these names, or of all; throws where there is none.
    func numericColumns(named names: [String] = [], _ corruption: String) throws(BenchError) -> [NumericCells]
    {
        let result = try columns(named: names, corruption).compactMap { index -> NumericCells? in
            guard case .numeric(let numbers) = dataset.columns[index].values else { return nil }
            let scale = NumericScale(fitting: split.train.map { numbers[$0] })
            return NumericCells(index: index, numbers: numbers, scale: scale)
        }
        guard !result.isEmpty else {
            throw BenchError(
                .data, "dataset \"\(dataset.name)\": \(corruption) needs a numeric column, and there is none",
                remedy: "leave the corruption out for this dataset, or name numeric columns")
        }
        return result
    }

    /// A numeric column on its way to be changed.
    struct NumericCells {
        /// Where it stands in the dataset.
        let index: Int
        /// Its numbers, NaN where missing.
        var numbers: [Double]
        /// Mean and standard deviation over the training rows.
        let scale: NumericScale

        /// How many standard deviations a row is above the mean; 0 where missing or where the column is constant.
        func standardised(_ row: Int) -> Double {
            let number = numbers[row]
            return number.isNaN || scale.standardDeviation == 0
                ? 0 : (number - scale.mean) / scale.standardDeviation
        }
    }

    /// Puts a changed column back; throws for a number that is not finite.
    mutating func replace(_ cells: NumericCells, _ corruption: String) throws(BenchError) {
        if let row = cells.numbers.firstIndex(where: \.isInfinite) {
            throw notFinite("column \"\(dataset.columns[cells.index].name)\"", row: row, corruption)
        }
        dataset.columns[cells.index].values = .numeric(cells.numbers)
    }

    /// The error that a corrupted number is not finite.
    func notFinite(_ place: String, row: Int, _ corruption: String) -> BenchError {
        BenchError(
            .data,
            "dataset \"\(dataset.name)\": \(place), data row \(row + 1): \(corruption) makes the number larger "
                + "than any that can be represented",
            remedy: "corrupt less, or scale the column in the file")
    }

    /// Throws (exit code `usage`) where so many further columns would not fit into memory.
    func checkRoom(for columns: Int, _ corruption: String) throws(BenchError) {
        guard dataset.rowCount * columns > TableSize.cells else { return }
        throw BenchError(
            .usage,
            "dataset \"\(dataset.name)\": \(corruption) makes \(columns) columns of \(dataset.rowCount) rows, more "
                + "than \(TableSize.cells) numbers",
            remedy: "make count smaller")
    }

    /// Appends columns that the target does not depend on by itself; throws for a number that is not finite.
    ///
    /// Each gets the next free name `prefix`1, `prefix`2, … The columns no longer form an image.
    mutating func append(
        _ added: [(values: FeatureColumn.Values, isOrdinal: Bool)], prefix: String, _ corruption: String
    )
        throws(BenchError)
    {
        guard !added.isEmpty else { return }
        if dataset.truth != nil, dataset.truth?.relevantColumns == nil {
            dataset.truth?.relevantColumns = dataset.columns.map(\.name)
        }
        var names = Set(dataset.columns.map(\.name))
        var number = 0
        for (values, isOrdinal) in added {
            repeat { number += 1 } while names.contains("\(prefix)\(number)")
            let name = "\(prefix)\(number)"
            if case .numeric(let numbers) = values, let row = numbers.firstIndex(where: \.isInfinite) {
                throw notFinite("column \"\(name)\"", row: row, corruption)
            }
            names.insert(name)
            dataset.columns.append(FeatureColumn(name: name, values: values, isOrdinal: isOrdinal))
        }
        dataset.shape = nil
    }

    /// Forgets how well the test rows can be predicted at best, where `parts` has corrupted them.
    mutating func forgetBestPrediction(of parts: CorruptedParts) {
        guard parts == .all else { return }
        dataset.truth?.bayesErrorRate = nil
        dataset.truth?.leastRootMeanSquaredError = nil
        dataset.truth?.optimalPredictions = nil
    }
}

/// Whole numbers nearest to shares.
enum ExactShare {
    /// A `share` of `count`, rounded to the nearest whole number, halves upwards.
    ///
    /// The share lies in [0, 1].
    static func of(_ count: Int, share: Double) -> Int {
        min(count, Int((share * Double(count)).rounded()))
    }
}

/// The parameters that corruptions share.
enum CorruptionParameters {
    /// The share of rows or cells that are corrupted.
    static func rate(default rate: Double, _ summary: String) -> ParameterDeclaration {
        .init("rate", .real(.closed(0, 1)), default: .real(rate), neutral: .real(0), summary)
    }

    /// The share of something.
    static func share(default share: Double, _ summary: String) -> ParameterDeclaration {
        .init("share", .real(.closed(0, 1)), default: .real(share), neutral: .real(0), summary)
    }

    /// The standard deviation of noise.
    static func level(default level: Double, _ summary: String) -> ParameterDeclaration {
        .init("level", symbol: "σ", .real(.closed(0, 1e6)), default: .real(level), neutral: .real(0), summary)
    }

    /// The columns a corruption acts on.
    static func columns(_ kind: String) -> ParameterDeclaration {
        .init("columns", .texts, default: .texts([]), "The columns it acts on; [] for all \(kind) ones.")
    }

    /// How many columns are added.
    static let count = ParameterDeclaration(
        "count", .integer(0...10_000), default: .integer(5), neutral: .integer(0), "The number of columns.")

    /// What is said of every corruption of labels.
    static let cleanRemark = "The labels before any corruption are kept for metrics on clean labels."
}
