import Primitives
import TensorCore
import Training

/// What a decoupled decay is multiplied by.
enum DecayCoupling: String, CaseIterable {
    /// The learning rate of the step.
    case learningRate = "learning-rate"
    /// The shape of the learning rate's schedule alone.
    case independent

    static let declaration = ParameterDeclaration(
        "coupling", .choice(allCases.map(\.rawValue)), default: .text(learningRate.rawValue),
        "What the decay is multiplied by: learning-rate (η), or independent (the schedule of η over its largest value)."
    )

    init(_ arguments: Arguments) { self = DecayCoupling(rawValue: arguments.text("coupling"))! }

    /// The factor in this step.
    func factor(_ context: MethodContext) -> Tensor {
        self == .learningRate ? context.learningRate : context.learningRateShape
    }
}
