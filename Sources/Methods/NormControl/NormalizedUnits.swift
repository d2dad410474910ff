import Primitives
import TensorCore
import Training

/// What weight normalisation shares with its centred form.
struct NormalizedUnits {
    let id: String
    let scope: WeightScope
    /// Whether each unit's weights lose their mean first.
    let centred: Bool

    private func length(_ weight: ParameterSpecification) -> String { "\(id)/\(weight.name)" }

    func addedParameters(for model: [ParameterSpecification]) -> [ParameterSpecification] {
        scope.weights(of: model).map { .init(length($0), [$0.shape[-1]], .auxiliary, .constant(1)) }
    }

    func initialize(_ values: inout InitialParameters) {
        for weight in scope.weights(of: values.layout.specifications.filter { $0.role != .auxiliary }) {
            values[length(weight)] = UnitStatistics.norms(
                of: values[weight.name], units: weight.shape[-1], centred: centred)
        }
    }

    func effective(
        _ value: Tensor, of parameter: ParameterSpecification, stored: ParameterView, _ context: MethodContext
    ) -> Tensor {
        guard scope.acts(on: parameter, of: context.layout) else { return value }
        var matrix = value.reshaped(parameter.matrixShape)
        if centred { matrix = UnitStatistics.centred(matrix) }
        let factor = stored[length(parameter)] / UnitStatistics.norms(of: matrix)
        return (matrix * factor).reshaped(parameter.shape)
    }
}
