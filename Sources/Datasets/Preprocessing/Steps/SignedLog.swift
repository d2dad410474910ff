import Numerics
import Primitives

/// Draws in the tails of numeric columns.
struct SignedLog: PreprocessingStep {
    static let declaration = ComponentDeclaration(
        id: "signed-log", family: "preprocessing",
        summary: "Take the logarithm of magnitudes, linear near 0, with the sign kept: for skewed columns.",
        formula: "sign(x) ln(1 + |x|/unit)",
        citations: [
            "John & Draper 1980, An alternative family of transformations, Applied Statistics 29(2) "
                + "(the modulus transformation at λ = 0)"
        ],
        parameters: [
            PreprocessingParameters.columns("numeric columns not scaled yet, that is"),
            .init(
                "unit", .real(.positive), default: .real(1),
                "The magnitude below which it is nearly linear, in the columns' unit."),
        ],
        remarks: ["Nothing is learnt from the rows. It does not scale: another step can follow."])

    private let columns: StepColumns
    private let unit: Double

    init(arguments: Arguments) {
        columns = StepColumns(arguments)
        unit = arguments.real("unit")
    }

    func fit(_ training: FeatureTable, seed: Int) throws(BenchError) -> any FittedStep {
        Fitted(indices: try columns.numeric(of: training, unscaled: true, step: "signed-log"), unit: unit)
    }

    private struct Fitted: FittedStep {
        let indices: [Int]
        let unit: Double

        func apply(to table: inout FeatureTable) throws(BenchError) {
            for index in indices {
                try table.transformNumbers(of: index) { number in
                    let magnitude = DeterministicMath.log1p(abs(number) / unit)
                    return number < 0 ? -magnitude : magnitude
                }
                table.columns[index].isImputedByMean = false
            }
        }
    }
}
