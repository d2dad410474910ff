import Primitives
import Training

extension Composition {
    /// Why the optimiser cannot be asked for steps in some batches only; nil where it can.
    ///
    /// What is done every few steps is compiled apart by the number of the batch, whether or not the optimiser steps in it.
    var rareStepsRefusal: Diagnostic? {
        let arguments = optimizer.arguments
        if let period = arguments.optionalInteger("period"), period > 1 {
            return Diagnostic(
                "\(optimizer.id) counts batches, of which the optimiser does not see all",
                remedy: "set its period to 1")
        }
        guard case .boolean(true)? = arguments.values["exact"] else { return nil }
        return Diagnostic(
            "\(optimizer.id) compares gradients on one batch, and gets that of several",
            remedy: "set its exact to false")
    }
}
