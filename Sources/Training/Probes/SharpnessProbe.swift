import Numerics
import Primitives

/// How much the loss can rise nearby.
struct SharpnessProbe: Probe {
    static let declaration = ComponentDeclaration(
        id: "sharpness", family: "probes",
        summary: "The rise of the loss in a small ball: in random directions, and by gradient ascent.",
        formula: "max over ‖δ‖ ≤ ρ of L(w + δ) − L(w)",
        citations: [
            "Keskar, Mudigere, Nocedal, Smelyanskiy & Tang 2017, On large-batch training for deep learning: "
                + "generalization gap and sharp minima, section 2.2",
            "Foret, Kleiner, Mobahi & Neyshabur 2021, Sharpness-aware minimization for efficiently improving "
                + "generalization, eq. 1",
        ],
        parameters: [
            ParameterDeclaration(
                "rho", symbol: "ρ", .real(.positive), default: .real(0.05), "The ball's radius."),
            ParameterDeclaration(
                "relative", .boolean, default: .boolean(false),
                "Whether the radius is a share of the norm of the parameters."),
            ParameterDeclaration(
                "directions", .integer(1...10_000), default: .integer(20), "How many random directions."),
            ParameterDeclaration(
                "ascent", .integer(0...1000), default: .integer(10),
                "Steps of gradient ascent within the ball; 0 for none."),
        ],
        purpose: "What sharpness-aware methods lower; compare it with their own radius.",
        remarks: [
            "Values: `sharpness/worst` and `sharpness/mean` of the random directions (all of length ρ), and "
                + "`sharpness/ascent`.",
            "The first step of the ascent is as long as the radius, along the gradient (that of SAM); later ones half as "
                + "long, back into the ball where they leave it. Reported is the largest rise on the way.",
            "A network whose scale can be shifted between layers can be made arbitrarily sharp: compare like with like.",
        ])

    private let rho: Double
    private let isRelative: Bool
    private let directions: Int
    private let ascent: Int

    init(arguments: Arguments) {
        rho = arguments.real("rho")
        isRelative = arguments.boolean("relative")
        directions = arguments.integer("directions")
        ascent = arguments.integer("ascent")
    }

    func values(_ subject: ProbeSubject) -> [(name: String, value: Double)] {
        guard subject.hasLoss else { return [] }
        let evaluate = subject.lossAndGradient()
        let center = subject.parameters
        let radius = rho * (isRelative ? Spectra.norm(center) : 1)
        let start = evaluate(center)
        func shifted(_ delta: [Double]) -> [Double] { zip(center, delta).map { $0 + $1 } }
        var stream = subject.stream("sharpness")
        let rises = (0..<directions).map { _ in
            let draw = center.map { _ in stream.normal() }
            let norm = Spectra.norm(draw)
            return evaluate(shifted(draw.map { $0 * radius / norm })).loss - start.loss
        }
        var result = [
            ("worst", rises.max()!), ("mean", rises.reduce(0, +) / Double(directions)),
        ]
        guard ascent > 0 else { return result }
        var delta = [Double](repeating: 0, count: center.count)
        var (slope, best) = (start.gradient, 0.0)
        for step in 0..<ascent {
            let norm = Spectra.norm(slope)
            guard norm > 0 else { break }
            let length = step == 0 ? radius : radius / 2
            for index in delta.indices { delta[index] += length * slope[index] / norm }
            let reach = Spectra.norm(delta)
            if reach > radius { delta = delta.map { $0 * radius / reach } }
            let here = evaluate(shifted(delta))
            best = max(best, here.loss - start.loss)
            slope = here.gradient
        }
        result.append(("ascent", best))
        return result
    }
}
