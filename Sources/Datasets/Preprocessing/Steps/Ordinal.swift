import Primitives

/// Encodes levels as numbers.
struct Ordinal: PreprocessingStep {
    static let declaration = ComponentDeclaration(
        id: "ordinal", family: "preprocessing",
        summary: "Encode a column of levels as one number: the place of the level in their order.",
        formula: "x ← 0, 1, 2, … in the order of the levels",
        citations: ["Pedregosa et al. 2011, Scikit-learn: Machine Learning in Python, OrdinalEncoder"],
        parameters: [
            PreprocessingParameters.columns("categorical"),
            .init(
                "ordered_only", .boolean, default: .boolean(false),
                "Whether columns whose levels have no order of their own are left to a later step."),
            .init(
                "unseen", .choice(["missing", "value", "error"]), default: .text("missing"),
                "What a level becomes that no training row has; missing: left to a later impute."),
            .init(
                "unseen_value", .real(.all), default: .real(-1),
                "The number of such a level with unseen: value."),
        ],
        remarks: [
            "Levels with an order of their own are numbered in it, the others in that of their Unicode scalars; "
                + "only levels of the training rows count in the latter.",
            "Missing cells stay missing. It does not scale: standardize can follow.",
        ])

    private enum Unseen: Sendable { case missing, value(Double), error }

    private let columns: StepColumns
    private let isOrderedOnly: Bool
    private let unseen: Unseen

    init(arguments: Arguments) {
        columns = StepColumns(arguments)
        isOrderedOnly = arguments.boolean("ordered_only")
        switch arguments.text("unseen") {
        case "value": unseen = .value(arguments.real("unseen_value"))
        case "error": unseen = .error
        default: unseen = .missing
        }
    }

    func fit(_ training: FeatureTable, seed: Int) throws(BenchError) -> any FittedStep {
        var numbers: [Int: [Double]] = [:]
        let indices = try columns.categorical(of: training, step: "ordinal") { [isOrderedOnly] in
            !isOrderedOnly || $0.isOrdinal
        }
        for index in indices {
            guard case .categorical(let codes, let levels) = training.columns[index].cells else { continue }
            if training.columns[index].isOrdinal {
                // The order is given, so that also a level between those of the training rows has its place.
                numbers[index] = levels.indices.map(Double.init)
            } else {
                let encoding = CategoricalEncoding(fitting: codes, levels: levels)
                numbers[index] = encoding.positions.map { $0.map(Double.init) ?? .nan }
            }
        }
        return Fitted(numbers: numbers, unseen: unseen)
    }

    private struct Fitted: FittedStep {
        /// The number of each level code, NaN for an unseen one, by the index of the column.
        let numbers: [Int: [Double]]
        let unseen: Unseen

        func apply(to table: inout FeatureTable) throws(BenchError) {
            for index in table.columns.indices {
                guard let known = numbers[index],
                    case .categorical(let codes, let levels) = table.columns[index].cells
                else { continue }
                var values: [Double] = []
                values.reserveCapacity(codes.count)
                for (row, code) in codes.enumerated() {
                    let number = code < 0 ? .nan : known[Int(code)]
                    guard code >= 0, number.isNaN else {
                        values.append(number)
                        continue
                    }
                    switch unseen {
                    case .missing: values.append(.nan)
                    case .value(let value): values.append(value)
                    case .error:
                        throw table.unseenLevel(
                            levels[Int(code)], in: index, row: row,
                            remedy: "set unseen: missing or value, or use another split")
                    }
                }
                table.columns[index].cells = .numeric(values)
            }
        }
    }
}
