import Primitives

/// How a penalty with a kink is descended.
enum PenaltyForm: String, CaseIterable {
    /// By its subgradient, as part of the loss.
    case subgradient
    /// By its proximal map after the optimiser's step, which makes exact zeros.
    case proximal

    static func declaration(_ standard: PenaltyForm) -> ParameterDeclaration {
        ParameterDeclaration(
            "form", .choice(allCases.map(\.rawValue)), default: .text(standard.rawValue),
            "How it is descended: subgradient (part of the loss), or proximal (after the optimiser's step; exact zeros)."
        )
    }

    init(_ arguments: Arguments) { self = PenaltyForm(rawValue: arguments.text("form"))! }
}
