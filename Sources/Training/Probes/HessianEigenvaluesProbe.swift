import Numerics
import Primitives

/// The sharpest directions of the loss.
struct HessianEigenvaluesProbe: Probe {
    static let declaration = ComponentDeclaration(
        id: "hessian-top-eigenvalues", family: "probes",
        summary: "The largest eigenvalues of the loss's Hessian.",
        formula: "λ₁ ≥ λ₂ ≥ … of ∇²L(w), by the method of Lanczos",
        citations: [
            "Lanczos 1950, An iteration method for the solution of the eigenvalue problem of linear differential and "
                + "integral operators",
            "Ghorbani, Krishnan & Xiao 2019, An investigation into neural net optimization via Hessian eigenvalue "
                + "density, section 2",
        ],
        parameters: [
            ParameterDeclaration("count", symbol: "k", .integer(1...50), default: .integer(3), "How many."),
            ParameterDeclaration(
                "iterations", .integer(1...500), default: .integer(40),
                "Hessian-vector products; at least as many as eigenvalues, more for more digits."),
        ],
        purpose: "Sharpness as a quadratic sees it; gradient descent is stable while λ₁ < 2/η.",
        remarks: [
            "The largest, not the largest in magnitude; estimates approach the eigenvalues from below.",
            "Every new direction is made orthogonal to all earlier ones, twice, in double precision; the products are in "
                + "single precision.",
            "Values: `hessian-top-eigenvalues/1` and so on.",
        ])

    private let count: Int
    private let iterations: Int

    init(arguments: Arguments) {
        count = arguments.integer("count")
        iterations = arguments.integer("iterations")
    }

    func values(_ subject: ProbeSubject) -> [(name: String, value: Double)] {
        guard subject.hasLoss else { return [] }
        var stream = subject.stream("lanczos")
        let start = subject.parameters.map { _ in stream.normal() }
        let found = Self.largest(
            count, of: subject.hessian(), start: start, iterations: max(iterations, count))
        return found.enumerated().map { ("\($0 + 1)", $1) }
    }

    /// The largest eigenvalues of a symmetric operator, fewer than `count` where its space is smaller.
    static func largest(
        _ count: Int, of multiply: ([Double]) -> [Double], start: [Double], iterations: Int
    ) -> [Double] {
        var basis: [[Double]] = []
        var (diagonal, side) = ([Double](), [Double]())
        var next = start
        for _ in 0..<min(iterations, start.count) {
            let norm = Spectra.norm(next)
            // What is left when the space is exhausted is the products' rounding.
            let scale = diagonal.map(\.magnitude).max() ?? 0
            guard norm.isFinite, norm > 1e-6 * scale, norm > 0 else { break }
            if !basis.isEmpty { side.append(norm) }
            basis.append(next.map { $0 / norm })
            next = multiply(basis.last!)
            diagonal.append(Spectra.product(next, basis.last!))
            for _ in 0..<2 {
                for vector in basis {
                    let share = Spectra.product(next, vector)
                    for index in next.indices { next[index] -= share * vector[index] }
                }
            }
        }
        let order = diagonal.count
        var matrix = [Double](repeating: 0, count: order * order)
        for index in 0..<order {
            matrix[index * order + index] = diagonal[index]
            if index + 1 < order { matrix[index * order + index + 1] = side[index] }
        }
        return Array(DenseSpectra.eigenvalues(ofSymmetric: matrix, order: order).prefix(count))
    }
}
