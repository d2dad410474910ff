import Primitives

/// What the penalties of Bansal, Chen and Wang declare alike.
enum OrthogonalityDeclaration {
    static let citation =
        "Bansal, Chen & Wang 2018, Can we gain more from orthogonality regularizations in training deep CNNs?, "

    static func strength(_ value: Double) -> ParameterDeclaration {
        .hyperparameter(
            "strength", symbol: "λ", in: .nonNegative, default: value, neutral: 0, "The penalty's weight.")
    }

    static let layout =
        "W is fan-in × output units: WᵀW holds the products of the units' weights. Kernels are taken as matrices of "
        + "window and input channels × output channels. A layer with more units than inputs cannot reach 0."
    static let schedule =
        "The paper lowers λ to 1/1000, 1e-4 and 1e-6 of it in epochs 20, 50 and 70 and to 0 in epoch 120: a schedule "
        + "of the strength."
}
