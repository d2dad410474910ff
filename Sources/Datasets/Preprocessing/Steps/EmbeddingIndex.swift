import Primitives

/// Encodes levels as indices for a model that looks up an embedding of each.
struct EmbeddingIndex: PreprocessingStep {
    static let declaration = ComponentDeclaration(
        id: "embedding-index", family: "preprocessing",
        summary:
            "Encode a column of levels as one input: the number of the level, for an embedding to look up.",
        formula: "x ← 1, 2, …, m for the levels of the training rows in their order; 0 for an unseen one",
        citations: ["Guo & Berkhahn 2016, Entity embeddings of categorical variables, section 3"],
        parameters: [
            PreprocessingParameters.columns("categorical"),
            .init(
                "unseen", .choice(["zero", "error"]), default: .text("zero"),
                "What becomes of a validation or test cell whose level no training row has; zero: its embedding is 0."
            ),
        ],
        remarks: [
            "Missing cells are a level of their own where training rows have some.",
            "For embedding-mlp alone: the result is that of one-hot up to rounding, in a time that does not grow "
                + "with the number of levels. Other models refuse such inputs, and so do methods that change inputs.",
        ])

    /// A float holds every whole number up to here.
    static let mostLevels = 1 << 24

    private let columns: StepColumns
    private let refusesUnseen: Bool

    init(arguments: Arguments) {
        columns = StepColumns(arguments)
        refusesUnseen = arguments.text("unseen") == "error"
    }

    func fit(_ training: FeatureTable, seed: Int) throws(BenchError) -> any FittedStep {
        var encodings: [Int: CategoricalEncoding] = [:]
        for index in try columns.categorical(of: training, step: "embedding-index") {
            guard case .categorical(let codes, let levels) = training.columns[index].cells else { continue }
            let encoding = CategoricalEncoding(fitting: codes, levels: levels)
            guard encoding.width <= Self.mostLevels else {
                throw BenchError(
                    .data,
                    "dataset \"\(training.dataset)\": column \"\(training.columns[index].name)\" has "
                        + "\(encoding.width) levels; an index holds up to 2^24",
                    remedy: "use rare-levels before")
            }
            encodings[index] = encoding
        }
        return Fitted(encodings: encodings, refusesUnseen: refusesUnseen)
    }

    private struct Fitted: FittedStep {
        /// By the index of the column.
        let encodings: [Int: CategoricalEncoding]
        let refusesUnseen: Bool

        func apply(to table: inout FeatureTable) throws(BenchError) {
            if refusesUnseen {
                try UnseenLevels.refuse(
                    in: table, encodings,
                    remedy: "set unseen: zero, merge rare levels with rare-levels, or use another split")
            }
            for index in table.columns.indices {
                guard let encoding = encodings[index],
                    case .categorical(let codes, _) = table.columns[index].cells
                else { continue }
                table.columns[index].cells = .inputs(
                    .init(
                        kind: .index(levels: encoding.width), names: [table.columns[index].name + "=index"],
                        values: codes.map { Float((encoding.position(of: $0) ?? -1) + 1) }))
            }
        }

        func notes(held: FeatureTable) -> [String] {
            if refusesUnseen { return [] }
            return UnseenLevels.note(in: held, encodings, encoded: "index 0, whose embedding is 0").map {
                [$0]
            }
                ?? []
        }
    }
}
