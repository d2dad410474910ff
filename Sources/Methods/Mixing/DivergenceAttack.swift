import Primitives
import TensorCore
import Training

/// The neighbour of each row where the prediction differs most: what TRADES and its descendants train on.
enum DivergenceAttack {
    static let parameters =
        [InputAttack.radius(default: 0.1)] + InputAttack.steps(default: 10, size: 0.25)

    static let remarks =
        InputAttack.remarks + [
            "The attack begins at the row plus normal noise of a thousandth, as in the authors' code, which a radius of 0 "
                + "keeps out, and sees the dropout masks of the pass itself: only the inputs differ. Batch norms take the statistics "
                + "of the attacked batch; the authors' evaluate in the attack."
        ]

    /// The pass on the neighbours; `loss` is what the attack raises, for the pass on a point.
    static func pass(
        _ pass: ForwardPass, _ arguments: Arguments, _ context: MethodContext,
        loss: ((ForwardPass) -> Tensor)? = nil
    ) -> ForwardPass {
        let attack = InputAttack(arguments, context)
        let noise = context.graph.normal(pass.inputs.shape, stream: context.stream("start"))
        let clean = pass.outputs.stoppingGradient()
        let change = attack.perturbation(of: pass.inputs, from: 0.001 * noise) { point in
            let attacked = pass.again(inputs: point)
            return loss?(attacked) ?? PredictionDivergence.rows(from: clean, to: attacked.outputs).sum()
        }
        return pass.again(inputs: (pass.inputs + change).stoppingGradient())
    }

    /// The steps of the attack, the pass on the rows and that on what it found.
    static func cost(_ arguments: Arguments) -> Double {
        2 + InputAttack.costOfStep * Double(arguments.integer("steps"))
    }
}
