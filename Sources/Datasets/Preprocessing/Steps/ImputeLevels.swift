import Primitives

/// Fills missing levels.
struct ImputeLevels: PreprocessingStep {
    static let declaration = ComponentDeclaration(
        id: "impute-levels", family: "preprocessing",
        summary: "Fill missing levels with the most frequent one of the training rows or a given one.",
        formula: "x ← x where present, else the mode or a constant",
        citations: [
            "Little & Rubin 2019, Statistical Analysis with Missing Data, 3rd ed., ch. 4",
            "Pedregosa et al. 2011, Scikit-learn: Machine Learning in Python, SimpleImputer (most_frequent)",
        ],
        parameters: [
            PreprocessingParameters.columns("categorical"),
            .init(
                "strategy", .choice(["mode", "constant"]), default: .text("mode"),
                "What fills a cell; of several modes, the first in the order of the levels."),
            .init(
                "value", .text, default: .text("missing"),
                "The level that fills a cell with strategy: constant."),
        ],
        remarks: [
            "Without it, one-hot, embedding-index and target-encoding take missing cells for a level of their own."
        ])

    private let columns: StepColumns
    /// Nil for the mode.
    private let constant: String?

    init(arguments: Arguments) {
        columns = StepColumns(arguments)
        constant = arguments.text("strategy") == "constant" ? arguments.text("value") : nil
    }

    func fit(_ training: FeatureTable, seed: Int) throws(BenchError) -> any FittedStep {
        var fills: [Int: Fitted.Fill] = [:]
        for index in try columns.categorical(of: training, step: "impute-levels") {
            guard case .categorical(let codes, let levels) = training.columns[index].cells else { continue }
            if let constant {
                // A level in no given order goes last, wherever the file's rows put it: held-out rows must not
                // decide on the order of the inputs.
                let isLast = !training.columns[index].isOrdinal || !levels.contains(constant)
                fills[index] = Fitted.Fill(level: constant, isLast: isLast)
                continue
            }
            var counts = [Int](repeating: 0, count: levels.count)
            for code in codes where code >= 0 { counts[Int(code)] += 1 }
            guard let most = counts.max(), most > 0 else {
                throw BenchError(
                    .data,
                    "dataset \"\(training.dataset)\": impute-levels: column \"\(training.columns[index].name)\" "
                        + "is missing in every training row",
                    remedy: "set strategy: constant, or leave the column out with exclude")
            }
            fills[index] = Fitted.Fill(level: levels[counts.firstIndex(of: most)!], isLast: false)
        }
        return Fitted(fills: fills)
    }

    private struct Fitted: FittedStep {
        struct Fill: Sendable {
            let level: String
            /// Whether the level is moved behind all others.
            let isLast: Bool
        }

        /// By the index of the column.
        let fills: [Int: Fill]

        func apply(to table: inout FeatureTable) {
            for index in table.columns.indices {
                guard let fill = fills[index],
                    case .categorical(let codes, let levels) = table.columns[index].cells
                else { continue }
                let old = levels.firstIndex(of: fill.level)
                var renamed = levels.indices.map { Int32($0) }
                var filled = levels
                if fill.isLast {
                    if let old {
                        filled.remove(at: old)
                        renamed = levels.indices.map { Int32($0 > old ? $0 - 1 : $0) }
                        renamed[old] = Int32(filled.count)
                    }
                    filled.append(fill.level)
                }
                let code = Int32(filled.firstIndex(of: fill.level)!)
                table.columns[index].cells = .categorical(
                    codes: codes.map { $0 < 0 ? code : renamed[Int($0)] }, levels: filled)
            }
        }
    }
}
