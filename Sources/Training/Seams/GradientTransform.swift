import TensorCore

/// Seam "gradient": how the gradient of the objective is formed.
public protocol GradientTransform: Method {
    /// The gradient used at `parameters`; `objective` gives values and gradients at any point, the latter as the
    /// next method of the stack (at last plain differentiation) forms them.
    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor
}

/// What a step descends, as a function of the parameters: the loss with its penalties, on the step's batch.
///
/// Every evaluation draws the same random numbers. Each point costs the passes it takes.
public struct Objective {
    let evaluate: (_ parameters: Tensor, _ rows: Rows?, _ penalised: Bool) -> Tensor
    let differentiate: (_ parameters: Tensor, _ rows: Rows?, _ penalised: Bool) -> Tensor
    let terms: (_ parameters: Tensor, _ rows: Rows?) -> Tensor
    let weights: (_ rows: Rows?) -> Tensor?
    var rows: Rows?
    var isPenalised = true

    /// Some rows of the batch, under a name that its random draws carry.
    struct Rows {
        let index: Tensor
        let name: String
    }

    /// The scalar at `parameters`.
    public func value(at parameters: Tensor) -> Tensor { evaluate(parameters, rows, isPenalised) }

    /// Its gradient there, as the next methods of the stack form it.
    public func gradient(at parameters: Tensor) -> Tensor { differentiate(parameters, rows, isPenalised) }

    /// The loss of each row there, rows × 1: without weights and penalties.
    public func rowLosses(at parameters: Tensor) -> Tensor { terms(parameters, rows).sumOverLastAxis() }

    /// How much each of those rows counts, rows × 1; nil where all count the same.
    public var rowWeights: Tensor? { weights(rows) }

    /// The same objective on the rows of the batch that `index` names; their mean.
    ///
    /// `name` tells its random draws from those on the whole batch.
    public func restricted(to index: Tensor, named name: String) -> Objective {
        precondition(rows == nil, "rows of rows")
        var result = self
        result.rows = Rows(index: index, name: name)
        return result
    }

    /// The mean loss alone, without penalties and added terms.
    public var withoutPenalties: Objective {
        var result = self
        result.isPenalised = false
        return result
    }
}
