import Primitives
import Training

extension Initializer {
    /// The parameter of models whose hidden layers have an activation function.
    static let declaration = ParameterDeclaration(
        "initialization", .choice(["auto"] + allCases.map(\.rawValue)), default: .text("auto"),
        "How weights start; auto: he-normal for relu and gelu, glorot-uniform for tanh, lecun-normal for selu. "
            + "Biases start at 0.")

    /// Where the schemes come from.
    static let citations = [
        "He, Zhang, Ren & Sun 2015, Delving deep into rectifiers, eq. 10 (he)",
        "Glorot & Bengio 2010, Understanding the difficulty of training deep feedforward neural networks (glorot)",
        "LeCun, Bottou, Orr & Müller 1998, Efficient BackProp (lecun)",
    ]

    /// The scheme given, or the one that suits the activation function.
    init(_ arguments: Arguments, for activation: Activation) {
        self = Initializer(rawValue: arguments.text("initialization")) ?? activation.initializer
    }
}
