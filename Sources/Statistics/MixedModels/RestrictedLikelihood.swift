import Numerics

/// The restricted likelihood of a mixed model at given variance ratios, with what its maximisation needs.
///
/// With V = σ² H, H = I + Σ γᵣ Zᵣ Zᵣ′ and σ² profiled out, −2 ln L = ln|H| + ln|X′H⁻¹X| + (n − p) (1 + ln 2π
/// σ̂²). Source: H. D. Patterson and R. Thompson (1971), "Recovery of inter-block information when block
/// sizes are unequal", Biometrika 58, 545–554; S. R. Searle, G. Casella and C. E. McCulloch (1992), "Variance
/// components", chapter 6.
struct RestrictedLikelihood {
    /// −2 ln L.
    let criterion: Double
    /// The fixed effects, less the centre.
    let fixed: [Double]
    /// (X′H⁻¹X)⁻¹; times σ² the covariance of the fixed effects.
    let fixedCovariance: SymmetricMatrix
    /// σ̂², the residual variance at these ratios.
    let residualVariance: Double
    /// The derivative of −2 ln L by each ratio.
    let gradient: [Double]
    /// The expected information on (ln σ², γ₁, γ₂, …), the residual first.
    let information: SymmetricMatrix
    /// Per effect, X′H⁻¹ Zᵣ Zᵣ′ H⁻¹X: how the inverse of the fixed effects' covariance moves with its ratio.
    let sensitivity: [SymmetricMatrix]

    /// The likelihood at `ratios`; nil where it is not defined (no residual variation, no spare observation).
    init?(_ design: MixedModelDesign, ratios: [Double]) {
        let methods = design.methods
        let spare = Double(design.observations - methods)
        guard spare >= 1 else { return nil }
        // First pass: X′H⁻¹X, X′H⁻¹y, y′H⁻¹y by Woodbury's identity, a small factor per dataset.
        var xx = SymmetricMatrix(order: methods)
        for method in 0..<methods { xx[method, method] = design.perMethod[method] }
        var xy = design.xy
        var yy = design.yy
        var logDeterminant = 0.0
        var solvers: [BlockSolver] = []
        for block in design.blocks {
            guard let solver = BlockSolver(block, ratios: ratios) else { return nil }
            logDeterminant += solver.logDeterminant
            for one in 0..<methods {
                for other in one..<methods { xx[one, other] -= dot(solver.x[one], solver.x[other]) }
                xy[one] -= dot(solver.x[one], solver.y)
            }
            yy -= dot(solver.y, solver.y)
            solvers.append(solver)
        }
        guard let factor = CholeskyFactor(xx) else { return nil }
        let solution = factor.solve(xy)
        fixed = solution
        fixedCovariance = factor.inverse
        let residual = yy - dot(fixed, xy)
        guard residual > 1e-13 * design.yy else { return nil }
        let variance = residual / spare
        residualVariance = variance
        criterion =
            logDeterminant + factor.logDeterminant
            + spare * (1 + DeterministicMath.log(2 * DeterministicMath.pi * residualVariance))

        // Second pass: traces and squares, with P = H⁻¹ − H⁻¹X (X′H⁻¹X)⁻¹ X′H⁻¹.
        let count = design.effects.count
        var traces = [Double](repeating: 0, count: count)
        var squares = [Double](repeating: 0, count: count)
        var products = SymmetricMatrix(order: count)
        var sensitivity = [SymmetricMatrix](repeating: SymmetricMatrix(order: methods), count: count)
        for (block, solver) in zip(design.blocks, solvers) {
            let projected = ProjectedBlock(block, solver, ratios: ratios, covariance: fixedCovariance)
            let effect = block.effectOfColumn
            for column in effect.indices {
                let residual =
                    projected.zy[column] - zip(solution, projected.xz).reduce(0) { $0 + $1.0 * $1.1[column] }
                traces[effect[column]] += projected.zpz[column, column]
                squares[effect[column]] += residual * residual
                for one in 0..<methods where projected.xz[one][column] != 0 {
                    for other in one..<methods {
                        sensitivity[effect[column]][one, other] +=
                            projected.xz[one][column] * projected.xz[other][column]
                    }
                }
                for other in effect.indices where effect[other] >= effect[column] {
                    // tr(P Zᵣ Zᵣ′ P Zₛ Zₛ′): within the dataset, less what is added below for all pairs.
                    let within = projected.zpz[column, other]
                    let across = projected.zxz[column, other]
                    products[effect[column], effect[other]] += within * within - across * across
                }
            }
        }
        let covariance = fixedCovariance
        let moved = sensitivity.map { product(covariance, $0) }
        for one in 0..<count {
            for other in one..<count {
                products[one, other] += traceOfProduct(moved[one], moved[other], methods)
            }
        }
        var gradient: [Double] = []
        var information = SymmetricMatrix(order: count + 1)
        information[0, 0] = spare / 2
        for one in 0..<count {
            gradient.append(traces[one] - squares[one] / variance)
            information[0, one + 1] = traces[one] / 2
            for other in one..<count { information[one + 1, other + 1] = products[one, other] / 2 }
        }
        self.sensitivity = sensitivity
        self.gradient = gradient
        self.information = information
    }
}

/// A dataset's part of H⁻¹: with Λ = √γ on the diagonal and L L′ = I + Λ Z′Z Λ, L⁻¹Λ times Z′X and Z′y.
private struct BlockSolver {
    var factor: CholeskyFactor
    var logDeterminant: Double
    var x: [[Double]]
    var y: [Double]

    init?(_ block: MixedModelDesign.Block, ratios: [Double]) {
        let scale = block.effectOfColumn.map { ratios[$0].squareRoot() }
        var matrix = SymmetricMatrix(order: scale.count)
        for one in scale.indices {
            for other in one..<scale.count {
                matrix[one, other] = scale[one] * block.zz[one, other] * scale[other]
            }
            matrix[one, one] += 1
        }
        guard let factor = CholeskyFactor(matrix, relativeTolerance: 0) else { return nil }
        self.factor = factor
        logDeterminant = factor.logDeterminant
        x = block.xz.map { row in row.allSatisfy { $0 == 0 } ? row : factor.forward(zip(row, scale).map(*)) }
        y = factor.forward(zip(block.zy, scale).map(*))
    }
}

/// A dataset's Z′H⁻¹y, Z′H⁻¹X, Z′PZ and the part of Z′H⁻¹Z − Z′PZ that X explains.
private struct ProjectedBlock {
    var zy: [Double]
    var xz: [[Double]]
    var zpz: SymmetricMatrix
    var zxz: SymmetricMatrix

    init(
        _ block: MixedModelDesign.Block, _ solver: BlockSolver, ratios: [Double], covariance: SymmetricMatrix
    ) {
        let scale = block.effectOfColumn.map { ratios[$0].squareRoot() }
        let count = scale.count
        // L⁻¹ΛZ′Z by columns: H⁻¹ takes these products off the plain ones.
        let columns = (0..<count).map { column in
            solver.factor.forward((0..<count).map { scale[$0] * block.zz[$0, column] })
        }
        zy = (0..<count).map { block.zy[$0] - dot(columns[$0], solver.y) }
        var xz = block.xz
        for method in xz.indices {
            for column in 0..<count { xz[method][column] -= dot(columns[column], solver.x[method]) }
        }
        self.xz = xz
        let order = covariance.order
        let weighted = (0..<order).map { one in
            (0..<count).map { column in
                (0..<order).reduce(0.0) { $0 + covariance[one, $1] * xz[$1][column] }
            }
        }
        zpz = SymmetricMatrix(order: count)
        zxz = SymmetricMatrix(order: count)
        for one in 0..<count {
            for other in one..<count {
                let explained = (0..<order).reduce(0.0) { $0 + xz[$1][one] * weighted[$1][other] }
                zxz[one, other] = explained
                zpz[one, other] = block.zz[one, other] - dot(columns[one], columns[other]) - explained
            }
        }
    }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
    var total = 0.0
    for index in a.indices { total += a[index] * b[index] }
    return total
}

/// A B, row by row.
private func product(_ a: SymmetricMatrix, _ b: SymmetricMatrix) -> [Double] {
    let order = a.order
    var result = [Double](repeating: 0, count: order * order)
    for row in 0..<order {
        for inner in 0..<order {
            let value = a[row, inner]
            for column in 0..<order { result[row * order + column] += value * b[inner, column] }
        }
    }
    return result
}

/// tr(A B) of matrices given row by row.
private func traceOfProduct(_ a: [Double], _ b: [Double], _ order: Int) -> Double {
    var total = 0.0
    for row in 0..<order {
        for column in 0..<order { total += a[row * order + column] * b[column * order + row] }
    }
    return total
}
