import Primitives

/// Encodes levels as inputs of which one is 1.
struct OneHot: PreprocessingStep {
    static let declaration = ComponentDeclaration(
        id: "one-hot", family: "preprocessing",
        summary: "Encode a column of levels as one input per level of the training rows.",
        formula: "input of level l = [x = l]; all 0 for a level unseen in training",
        citations: ["Pedregosa et al. 2011, Scikit-learn: Machine Learning in Python, OneHotEncoder"],
        parameters: [PreprocessingParameters.columns("categorical")],
        remarks: ["Missing cells are a level of their own where training rows have some."])

    private let columns: StepColumns

    init(arguments: Arguments) { columns = StepColumns(arguments) }

    func fit(_ training: FeatureTable, seed: Int) throws(BenchError) -> any FittedStep {
        var encodings: [Int: CategoricalEncoding] = [:]
        for index in try columns.categorical(of: training, step: "one-hot") {
            guard case .categorical(let codes, let levels) = training.columns[index].cells else { continue }
            encodings[index] = CategoricalEncoding(fitting: codes, levels: levels)
        }
        return Fitted(encodings: encodings)
    }

    private struct Fitted: FittedStep {
        /// By the index of the column.
        let encodings: [Int: CategoricalEncoding]

        func apply(to table: inout FeatureTable) {
            for index in table.columns.indices {
                guard let encoding = encodings[index],
                    case .categorical(let codes, _) = table.columns[index].cells
                else { continue }
                let width = encoding.width
                var values = [Float](repeating: 0, count: codes.count * width)
                for (row, code) in codes.enumerated() {
                    if let level = encoding.position(of: code) { values[row * width + level] = 1 }
                }
                let name = table.columns[index].name
                table.columns[index].cells = .inputs(
                    .init(kind: .categorical, names: encoding.names.map { name + "=" + $0 }, values: values))
            }
        }

        func notes(held: FeatureTable) -> [String] {
            var unseen: [String] = []
            var count = 0
            for index in held.columns.indices {
                guard let encoding = encodings[index],
                    case .categorical(let codes, _) = held.columns[index].cells
                else { continue }
                let rows = codes.count { encoding.position(of: $0) == nil }
                if rows > 0 { unseen.append("\"\(held.columns[index].name)\"") }
                count += rows
            }
            guard count > 0 else { return [] }
            return [
                "\(count) validation or test cells have a level unseen in training, encoded as all zeros: "
                    + unseen.joined(separator: ", ")
            ]
        }
    }
}
