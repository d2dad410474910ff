import Primitives

/// Encodes levels as inputs of which one is 1.
struct OneHot: PreprocessingStep {
    static let declaration = ComponentDeclaration(
        id: "one-hot", family: "preprocessing",
        summary: "Encode a column of levels as one input per level of the training rows.",
        formula: "input of level l = [x = l]; all 0 for a level unseen in training",
        citations: ["Pedregosa et al. 2011, Scikit-learn: Machine Learning in Python, OneHotEncoder"],
        parameters: [
            PreprocessingParameters.columns("categorical"),
            .init(
                "unseen", .choice(["zeros", "error"]), default: .text("zeros"),
                "What becomes of a validation or test cell whose level no training row has."),
            .init(
                "drop_first", .boolean, default: .boolean(false),
                "Whether the first level has no input, so that a linear model with an intercept has one solution."
            ),
            .init(
                "max_levels", .integer(2...1_000_000), optional: true,
                "The most inputs of a column; the rarest levels then share the input \"other\"; none: no limit."
            ),
        ],
        remarks: [
            "Missing cells are a level of their own where training rows have some; it does not count for max_levels.",
            "With drop_first an unseen level is encoded as the first one is.",
        ])

    private let columns: StepColumns
    private let refusesUnseen: Bool
    private let dropsFirst: Bool
    private let most: Int?

    init(arguments: Arguments) {
        columns = StepColumns(arguments)
        refusesUnseen = arguments.text("unseen") == "error"
        dropsFirst = arguments.boolean("drop_first")
        most = arguments.optionalInteger("max_levels")
    }

    func fit(_ training: FeatureTable, seed: Int) throws(BenchError) -> any FittedStep {
        var encodings: [Int: CategoricalEncoding] = [:]
        for index in try columns.categorical(of: training, step: "one-hot") {
            guard case .categorical(let codes, let levels) = training.columns[index].cells else { continue }
            let merging = most.map {
                LevelMerging(fitting: codes, levels: levels.count, least: 0, most: $0)
            }
            let encoding = CategoricalEncoding(fitting: codes, levels: levels, merging: merging)
            try MatrixSize.check(
                rows: training.rows.count, width: encoding.width,
                "dataset \"\(training.dataset)\": one-hot: column \"\(training.columns[index].name)\"",
                remedy:
                    "merge rare levels with rare-levels or max_levels, or use embedding-index or target-encoding"
            )
            encodings[index] = encoding
        }
        return Fitted(encodings: encodings, refusesUnseen: refusesUnseen, first: dropsFirst ? 1 : 0)
    }

    private struct Fitted: FittedStep {
        /// By the index of the column.
        let encodings: [Int: CategoricalEncoding]
        let refusesUnseen: Bool
        /// The first place that has an input.
        let first: Int

        func apply(to table: inout FeatureTable) throws(BenchError) {
            if refusesUnseen {
                try UnseenLevels.refuse(
                    in: table, encodings,
                    remedy: "set unseen: zeros, merge rare levels with rare-levels, or use another split")
            }
            for index in table.columns.indices {
                guard let encoding = encodings[index],
                    case .categorical(let codes, _) = table.columns[index].cells
                else { continue }
                let width = encoding.width - first
                var values = [Float](repeating: 0, count: codes.count * width)
                for (row, code) in codes.enumerated() {
                    if let level = encoding.position(of: code), level >= first {
                        values[row * width + level - first] = 1
                    }
                }
                let name = table.columns[index].name
                table.columns[index].cells = .inputs(
                    .init(
                        kind: .categorical, names: encoding.names.dropFirst(first).map { name + "=" + $0 },
                        values: values))
            }
        }

        func notes(held: FeatureTable) -> [String] {
            if refusesUnseen { return [] }
            let encoded = first == 0 ? "all zeros" : "all zeros, as the first level is"
            return UnseenLevels.note(in: held, encodings, encoded: encoded).map { [$0] } ?? []
        }
    }
}
