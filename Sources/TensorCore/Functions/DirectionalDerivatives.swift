/// Σ a·b over all elements of all pairs: the inner product of lists of tensors, a scalar.
public func frobeniusInnerProduct(_ a: [Tensor], _ b: [Tensor]) -> Tensor {
    precondition(!a.isEmpty && a.map(\.shape) == b.map(\.shape), "an inner product needs equal shapes")
    let terms = zip(a, b).map { ($0 * $1).sum() }
    return terms.dropFirst().reduce(terms[0], +)
}

/// vᵀJ: the derivative of ⟨`outputs`, `vectors`⟩ by the variables; no gradient flows through the vectors.
public func vectorJacobianProduct(
    of outputs: [Tensor], withRespectTo variables: [Tensor], along vectors: [Tensor]
) -> [Tensor] {
    gradient(
        of: frobeniusInnerProduct(outputs, vectors.map { $0.stoppingGradient() }), withRespectTo: variables)
}

/// Jv: how the outputs change as the variables move along `vectors` (one per variable).
///
/// Two reverse passes (J. Townsend 2017, "A new trick for calculating Jacobian vector products"): uᵀJ is linear in
/// a dummy u, and its derivative by u along v is Jv. The first pass is not computed. No gradient flows through the
/// vectors.
public func jacobianVectorProduct(
    of outputs: [Tensor], withRespectTo variables: [Tensor], along vectors: [Tensor]
) -> [Tensor] {
    let dummies = outputs.map { output in
        output.graph.tensor(Dummy(shape: output.shape, number: output.graph.nodes.count))
    }
    let products = gradient(of: frobeniusInnerProduct(outputs, dummies), withRespectTo: variables)
    return gradient(
        of: frobeniusInnerProduct(products, vectors.map { $0.stoppingGradient() }), withRespectTo: dummies)
}

/// Hv: how the gradient of `scalar` changes as the variables move along `vectors` (one per variable).
///
/// The gradient of ⟨∇ scalar, v⟩ (Pearlmutter 1994, "Fast exact multiplication by the Hessian"): exact, for about
/// twice the cost of a gradient. No gradient flows through the vectors.
public func hessianVectorProduct(
    of scalar: Tensor, withRespectTo variables: [Tensor], along vectors: [Tensor]
) -> [Tensor] {
    let gradients = gradient(of: scalar, withRespectTo: variables)
    return gradient(
        of: frobeniusInnerProduct(gradients, vectors.map { $0.stoppingGradient() }), withRespectTo: variables)
}

/// An unbiased estimate of the trace of the Hessian of `scalar`: the mean of vᵀHv over random signs v.
///
/// Hutchinson (1989, "A stochastic estimator of the trace of the influence matrix for Laplacian smoothing
/// splines"). The streams are `stream`/draw/variable; each draw costs a Hessian-vector product.
public func hutchinsonTrace(
    of scalar: Tensor, withRespectTo variables: [Tensor], draws: Int = 1, stream: String
) -> Tensor {
    precondition(draws > 0, "at least one draw")
    let products = (0..<draws).map { draw in
        let signs = variables.enumerated().map { index, variable in
            variable.graph.rademacher(variable.shape, stream: "\(stream)/\(draw)/\(index)")
        }
        let product = hessianVectorProduct(of: scalar, withRespectTo: variables, along: signs)
        return frobeniusInnerProduct(signs, product)
    }
    return products.dropFirst().reduce(products[0], +) / Float(draws)
}
