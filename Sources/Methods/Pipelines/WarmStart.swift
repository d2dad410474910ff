import Numerics
import Primitives
import TensorCore
import Training

/// A fit on a part of the rows before the fit on all of them.
struct WarmStart: PipelineTransform {
    static let declaration = ComponentDeclaration(
        id: "warm-start", family: "pipelines",
        summary:
            "Fits a part of the rows first and continues from there on all of them, shrunken and perturbed where asked.",
        formula:
            "w ← fit of a share s of the rows;  w ← λ w + p;  fit of all rows.  p ~ N(0, σ²), or σ times new initial weights",
        citations: [
            "Ash & Adams 2020, On warm-starting neural network training, sections 2 and 4 (shrink and perturb)"
        ],
        parameters: [
            ParameterDeclaration(
                "share", symbol: "s", .real(.halfOpen(0, 1)), default: .real(0.5), neutral: .real(0),
                "The share of the rows that the first fit sees."),
            ParameterDeclaration(
                "shrink", symbol: "λ", .real(.closed(0, 1)), default: .real(1),
                "What the weights are multiplied by between the fits; 1 is a plain warm start."),
            ParameterDeclaration(
                "perturb", symbol: "σ", .real(.nonNegative), default: .real(0),
                "The noise that is added to them."),
            ParameterDeclaration(
                "noise", .choice(["normal", "initial"]), default: .text("normal"),
                "normal: standard normals times σ; initial: new initial weights times σ, as in later code."),
            ParameterDeclaration(
                "epochs", .integer(1...1_000_000), optional: true,
                "Epochs of the first fit; as many as those of the second where absent."),
        ],
        costInPasses: 1.5, seams: ["pipeline"],
        purpose:
            "The generalisation lost by continuing from an earlier fit, and its remedy (shrink 0.6 and perturb 0.01).",
        remarks: [
            "The first fit runs all epochs on fewer rows, then the schedules begin again.",
            "Every parameter is shrunken and perturbed; the model's running statistics stay.",
            "The values of the remedy are from memory.",
        ])

    private let arguments: Arguments

    init(arguments: Arguments) { self.arguments = arguments }

    var costInPasses: Double { 1 + arguments.real("share") }

    func pipeline(_ stages: [any Stage], _ settings: TrainingSettings) -> [any Stage] {
        let share = arguments.real("share")
        guard share > 0 else { return stages }
        let epochs = arguments.optionalInteger("epochs") ?? settings.epochs
        var first = Fit(settings.lasting(epochs: epochs))
        first.rows = { cell in
            let rows = cell.trainingRows
            let order = RandomKey(seed: cell.seed, name: "warm-start/rows").permutation(step: 0, count: rows)
            return order.prefix(max(1, Int((share * Double(rows)).rounded()))).sorted()
        }
        let (shrink, perturb) = (Float(arguments.real("shrink")), Float(arguments.real("perturb")))
        let isNormal = arguments.text("noise") == "normal"
        if shrink == 1, perturb == 0 { return [first] + stages }
        let change = ChangeParameters { cell in
            let values = cell.parameters.values
            var stream = RandomStream(seed: cell.seed, name: "warm-start/perturbation")
            let noise =
                isNormal
                ? values.map { _ in Float(stream.normal()) } : StartAgain.parameters("warm-start", cell)
            return zip(values, noise).map { shrink * $0 + perturb * $1 }
        }
        return [first, change] + stages
    }
}
