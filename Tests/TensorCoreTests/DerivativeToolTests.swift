import Numerics
import Testing

@testable import TensorCore

/// Jacobian- and Hessian-vector products, traces and spectral norms against closed forms.
@Suite("Derivative tools", .recorded)
struct DerivativeToolTests {
    let graph = Graph()

    /// A, not symmetric, and a point.
    static let a: [Double] = [2, -1, 0.5, 3, 1, -2, 0.25, 4, -1.5]
    static let x: [Double] = [0.5, -1.25, 2]

    private func evaluate(_ tensors: [Tensor], _ values: [Double] = x) -> [[Double]] {
        ReferenceExecutor.evaluate(tensors, bound([values]))
    }

    private var variable: Tensor { graph.data("input0", [3]) }
    private var matrix: Tensor { graph.constant(Self.a.map { Float($0) }, [3, 3]) }

    /// ½ xᵀAx + Σ x⁴/12, whose Hessian is (A + Aᵀ)/2 + diag(x²).
    private var scalar: Tensor {
        let row = variable.reshaped([1, 3])
        let quadratic = (matmul(row, matrix) * row).sum() * 0.5
        return quadratic + variable.squared().squared().sum() / 12
    }

    private func hessian(_ x: [Double]) -> [[Double]] {
        (0..<3).map { i in
            (0..<3).map { j -> Double in
                let symmetric = (Self.a[3 * i + j] + Self.a[3 * j + i]) / 2
                return i == j ? symmetric + x[i] * x[i] : symmetric
            }
        }
    }

    @Test("the Hessian-vector product of a polynomial is its Hessian times the vector")
    func hessianVector() {
        let v: [Double] = [1, -2, 0.5]
        let product = hessianVectorProduct(
            of: scalar, withRespectTo: [variable], along: [graph.constant(v.map { Float($0) }, [3])])
        let expected = hessian(Self.x).map { row in zip(row, v).reduce(0) { $0 + $1.0 * $1.1 } }
        for (a, e) in zip(evaluate(product)[0], expected) { #expect(abs(a - e) < 1e-6 * abs(e)) }
    }

    @Test("Jv and vᵀJ of tanh(Wx) are (1 − tanh²) ∘ Wv and Wᵀ((1 − tanh²) ∘ v)")
    func jacobianVector() {
        let v: [Double] = [1, -2, 0.5]
        let direction = graph.constant(v.map { Float($0) }, [3])
        let y = matmul(variable.reshaped([1, 3]), matrix, transposeB: true).reshaped([3]).hyperbolicTangent()
        // The same zeros as the dummy's, which must not be taken for it.
        let zeros = graph.constant([0, 0, 0], [3])
        let forward = jacobianVectorProduct(
            of: [y + zeros * variable], withRespectTo: [variable], along: [direction])
        let backward = vectorJacobianProduct(of: [y], withRespectTo: [variable], along: [direction])
        func times(_ v: [Double]) -> [Double] {
            (0..<3).map { i in (0..<3).reduce(0) { $0 + Self.a[3 * i + $1] * v[$1] } }
        }
        let slope = evaluate([y])[0].map { 1 - $0 * $0 }
        let actual = evaluate(forward + backward)
        for (a, e) in zip(actual[0], zip(slope, times(v)).map(*)) { #expect(abs(a - e) < 1e-12) }
        let weighted = zip(slope, v).map(*)
        for j in 0..<3 {
            let expected = (0..<3).reduce(0) { $0 + Self.a[3 * $1 + j] * weighted[$1] }
            #expect(abs(actual[1][j] - expected) < 1e-12)
        }
    }

    @Test("a compiled Jacobian-vector product does not compute the pass it is the derivative of")
    func dummyIsDead() {
        let y = variable.exponential()
        let products = jacobianVectorProduct(of: [y], withRespectTo: [variable], along: [variable])
        var program = Program(graph: graph)
        program.assign(products[0], to: "output")
        let plan = Compiler.compile(program)
        #expect(plan.instructionCount == 1, "\(plan)")
        let buffers: [BufferName: FloatBuffer] = [
            .data("input0"): FloatBuffer(Self.x.map { Float($0) }), .state("output"): FloatBuffer(count: 3),
        ]
        PlanExecution(plan, seed: 0).run(buffers, first: 0, count: 1, on: .best)
        for (a, e) in zip(buffers[.state("output")]!.values, evaluate(products)[0]) {
            #expect(abs(Double(a) - e) < 1e-5)
        }
    }

    @Test("Hutchinson's estimate is exact for a diagonal Hessian and unbiased for another")
    func trace() {
        let diagonal = (variable.squared().squared()).sum() / 12
        let exact = hutchinsonTrace(of: diagonal, withRespectTo: [variable], draws: 2, stream: "exact")
        let other = hutchinsonTrace(of: scalar, withRespectTo: [variable], stream: "other")
        var context = bound([Self.x])
        context.keys = graph.streamNames.map { RandomKey(seed: 1, name: $0) }
        var estimates: [Double] = []
        for step in 0..<2000 {
            context.step = step
            let values = ReferenceExecutor.evaluate([exact, other], context)
            if step < 4 { #expect(abs(values[0][0] - Self.x.map { $0 * $0 }.reduce(0, +)) < 1e-5) }
            estimates.append(values[1][0])
        }
        let expected = (0..<3).map { hessian(Self.x)[$0][$0] }.reduce(0, +)
        let mean = estimates.reduce(0, +) / 2000
        let variance = estimates.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 1999
        #expect(variance > 1)
        #expect(abs(mean - expected) < 4 * (variance / 2000).squareRoot())
    }

    @Test("the spectral norm of [[3, 0], [4, 5]] is √45, its vectors (1, 3)/√10 and (1, 1)/√2")
    func spectralNorm() {
        let w = graph.data("input0", [2, 2])
        let estimate = powerIteration(w, start: graph.constant([1, 0], [2]), iterations: 30)
        let derivative = gradient(of: estimate.norm, withRespectTo: [w])[0]
        let values = evaluate([estimate.norm, estimate.left, estimate.right, derivative], [3, 0, 4, 5])
        let (tenth, half) = (Double(0.1).squareRoot(), Double(0.5).squareRoot())
        let expected = [
            [Double(45.0).squareRoot()], [tenth, 3 * tenth], [half, half],
            [tenth * half, tenth * half, 3 * tenth * half, 3 * tenth * half],
        ]
        for (a, e) in zip(values.joined(), expected.joined()) { #expect(abs(a - e) < 1e-10) }
    }

    @Test("one power iteration a step, kept as a state, reaches the spectral norm")
    func spectralNormOfState() {
        let w = graph.constant([3, 0, 4, 5], [2, 2])
        let estimate = powerIteration(w, start: graph.state("u", [2]), iterations: 1)
        var program = Program(graph: graph)
        program.assign(estimate.left, to: "u")
        program.trace(estimate.norm)
        let buffers: [BufferName: FloatBuffer] = [
            .state("u"): FloatBuffer([1, 0]), .trace: FloatBuffer(count: 20),
        ]
        PlanExecution(Compiler.compile(program), seed: 0).run(buffers, first: 0, count: 20, on: .best)
        let trace = buffers[.trace]!.values
        #expect(abs(trace[19] - Float(45).squareRoot()) < 1e-5)
        #expect(abs(trace[0] - Float(45).squareRoot()) > 1e-2)
    }

    @Test("the Hessian's dominant eigenvalue of a quadratic over two variables is that of its matrix")
    func dominantEigenvalue() {
        // [[2, 1], [1, -3]]: the largest in magnitude is negative, −½ − √29/2.
        let (p, q) = (graph.data("input0", [1]), graph.data("input1", [1]))
        let quadratic = p.squared() + p * q - 1.5 * q.squared()
        let start = [graph.constant([1], [1]), graph.constant([0.5], [1])]
        let (value, vectors) = hessianPowerIteration(
            of: quadratic.sum(), withRespectTo: [p, q], start: start, iterations: 150)
        let values = ReferenceExecutor.evaluate([value] + vectors, bound([[0.3], [-2]]))
        #expect(abs(values[0][0] - (-0.5 - Double(29.0).squareRoot() / 2)) < 1e-10)
        // The second row of the eigenvalue equation.
        #expect(abs(values[1][0] - 3 * values[2][0] - values[0][0] * values[2][0]) < 1e-8)
    }
}
