import Primitives
import TensorCore
import Training

/// Whether a method follows its paper or the code that everyone runs, where they differ.
enum Variant: String, CaseIterable {
    /// The formula in the paper.
    case paper
    /// What the code does.
    case code

    static func declaration(_ summary: String) -> ParameterDeclaration {
        ParameterDeclaration(
            "variant", .choice(allCases.map(\.rawValue)), default: .text(paper.rawValue), summary)
    }

    init(_ arguments: Arguments) { self = Variant(rawValue: arguments.text("variant"))! }
}
