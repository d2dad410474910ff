import Numerics
import Primitives

/// Columns that say again what others say.
struct RedundantFeatures: Corruption {
    static let declaration = ComponentDeclaration(
        id: "redundant-features", family: "corruption",
        summary: "Append random linear combinations of the numeric columns.",
        formula: "Σ_j b_j z_j/√d + noise N(0, 1), b ~ U(−1, 1), z standardised over the training rows",
        citations: [
            "Guyon 2003, Design of experiments of the NIPS 2003 variable selection benchmark (redundant features)",
            "Pedregosa et al. 2011, Scikit-learn: Machine Learning in Python, make_classification",
        ],
        parameters: [
            CorruptionParameters.count,
            .init(
                "noise", .real(.closed(0, 1e6)), default: .real(0),
                "The standard deviation of what is added to each combination; these have one of about 0.6."),
        ],
        remarks: ["In every row. A missing number counts as the mean. The columns no longer form an image."])

    private let count: Int
    private let noise: Double

    init(arguments: Arguments) {
        count = arguments.integer("count")
        noise = arguments.real("noise")
    }

    func apply(to sample: inout Sample, _ stream: inout RandomStream) throws(BenchError) {
        try append(to: &sample, &stream) { $0 }
    }

    /// The combinations are the same in every draw; the noise is each row's own.
    func apply(toFresh sample: inout Sample, law: RandomStream, _ stream: inout RandomStream)
        throws(BenchError)
    {
        var law = law
        try append(to: &sample, &law) { _ in stream.normal() }
    }

    /// `own` may replace the noise that `stream` gives a row.
    private func append(
        to sample: inout Sample, _ stream: inout RandomStream, own: (Double) -> Double
    ) throws(BenchError) {
        let cells = try sample.numericColumns(Self.declaration.id)
        var added: [(values: FeatureColumn.Values, isOrdinal: Bool)] = []
        let unit = 1 / Double(cells.count).squareRoot()
        for _ in 0..<count {
            let weights = cells.map { _ in (2 * stream.uniform() - 1) * unit }
            var numbers = [Double](repeating: 0, count: sample.dataset.rowCount)
            for (column, weight) in zip(cells, weights) {
                for row in numbers.indices { numbers[row] += weight * column.standardised(row) }
            }
            if noise > 0 { for row in numbers.indices { numbers[row] += noise * own(stream.normal()) } }
            // Two infinities of opposite signs are no missing cell.
            numbers = numbers.map { $0.isNaN ? .infinity : $0 }
            added.append((.numeric(numbers), false))
        }
        try sample.append(added, prefix: "redundant", Self.declaration.id)
    }
}
