import Foundation
import Numerics
import Primitives
import Testing

@testable import Methods
@testable import Training

/// Optimisers that draw to estimate curvature, against differences of the oracle's gradient.
extension OptimiserTests {
    /// ∇²L v by central differences of the oracle's gradient.
    private func product(_ p: [Double], _ x: [[Double]], _ t: [[Double]], _ v: [Double]) -> [Double] {
        let h = 1e-5
        let up = oracle.lossAndGradient(zip(p, v).map { $0 + h * $1 }, x, t).1
        let down = oracle.lossAndGradient(zip(p, v).map { $0 - h * $1 }, x, t).1
        return zip(up, down).map { ($0 - $1) / (2 * h) }
    }

    @Test("sophia-h and adahessian: Hutchinson's estimate from their own streams", arguments: [1, 2])
    func hutchinson(period: Int) {
        let sophia = method(
            "sophia-h",
            [
                "learning_rate": constant(0.05), "beta1": constant(0.7), "beta2": constant(0.6),
                "gamma": constant(2), "period": .integer(period), "weight_decay": constant(0.4),
                "epsilon": constant(1e-3),
            ])
        let normals = RandomKey(seed: Self.seed, name: "sophia-h/direction")
        var (m, h) = (
            [Double](repeating: 0, count: oracle.count), [Double](repeating: 0, count: oracle.count)
        )
        check(
            actual(sophia),
            expected { step, p, x, t in
                let g = oracle.lossAndGradient(p, x, t).1
                m = zip(m, g).map { 0.7 * $0 + 0.3 * $1 }
                if step % period == 0 {
                    let z = p.indices.map { Double(Float(normals.normal(step: step, element: $0))) }
                    let hz = product(p, x, t, z)
                    h = p.indices.map { 0.6 * h[$0] + 0.4 * z[$0] * hz[$0] }
                }
                return p.indices.map { i in
                    let u = min(1, max(-1, m[i] / max(2 * h[i], 1e-3)))
                    return p[i] - 0.05 * (u + (oracle.isWeight[i] ? 0.4 * p[i] : 0))
                }
            }, 1e-4)

        let adahessian = method(
            "adahessian",
            [
                "learning_rate": constant(0.05), "beta1": constant(0.7), "beta2": constant(0.6),
                "hessian_power": constant(0.5), "epsilon": constant(1e-2), "period": .integer(period),
            ])
        let signs = RandomKey(seed: Self.seed, name: "adahessian/direction")
        var (first, second, weight) = (m.map { _ in 0.0 }, m.map { _ in 0.0 }, 0.0)
        check(
            actual(adahessian),
            expected { step, p, x, t in
                let g = oracle.lossAndGradient(p, x, t).1
                first = zip(first, g).map { 0.7 * $0 + 0.3 * $1 }
                if step % period == 0 {
                    let draws = (0...p.count / 4).flatMap { signs.uniforms(step: step, block: $0) }
                    let z = p.indices.map { draws[$0] < 0.5 ? -1.0 : 1.0 }
                    let hz = product(p, x, t, z)
                    second = zip(second, hz).map { 0.6 * $0 + 0.4 * $1 * $1 }
                    weight = 0.6 * weight + 0.4
                }
                let correction = 1 - (0...step).reduce(1.0) { product, _ in product * 0.7 }
                return p.indices.map { i in
                    let root = (second[i] / weight).squareRoot().squareRoot()
                    return p[i] - 0.05 * first[i] / correction / (root + 1e-2)
                }
            }, 2e-4)
    }

    @Test("sophia-g: gradients at labels drawn from the softmax", arguments: [1, 2])
    func sophiaG(period: Int) {
        let sophia = method(
            "sophia-g",
            [
                "learning_rate": constant(0.05), "beta1": constant(0.7), "beta2": constant(0.6),
                "gamma": constant(3), "period": .integer(period), "weight_decay": constant(0.4),
                "epsilon": constant(1e-3),
            ])
        let key = RandomKey(seed: Self.seed, name: "sophia-g/labels")
        var (m, h) = (
            [Double](repeating: 0, count: oracle.count), [Double](repeating: 0, count: oracle.count)
        )
        var drawn: [Int] = []
        check(
            actual(sophia),
            expected { step, p, x, t in
                let g = oracle.lossAndGradient(p, x, t).1
                m = zip(m, g).map { 0.7 * $0 + 0.3 * $1 }
                if step % period == 0 {
                    let draws = (0..<3).flatMap { key.uniforms(step: step, block: $0) }
                    let labels = x.indices.map { row -> [Double] in
                        var (sum, label) = (0.0, 2)
                        let shares = softmax(p, x[row])
                        for k in 0..<2 {
                            sum += shares[k]
                            if sum > Double(draws[row]) {
                                label = k
                                break
                            }
                        }
                        drawn.append(label)
                        return (0..<3).map { $0 == label ? 1 : 0 }
                    }
                    let slope = oracle.lossAndGradient(p, x, labels).1
                    h = zip(h, slope).map { 0.6 * $0 + 0.4 * 10 * $1 * $1 }
                }
                return p.indices.map { i in
                    let u = min(1, max(-1, m[i] / max(3 * h[i], 1e-3)))
                    return p[i] - 0.05 * (u + (oracle.isWeight[i] ? 0.4 * p[i] : 0))
                }
            }, 1e-4)
        #expect(Set(drawn) == [0, 1, 2])
    }

    /// The class probabilities of the oracle's network.
    private func softmax(_ p: [Double], _ x: [Double]) -> [Double] {
        let (b1, w2) = (35, 42)
        let hidden = (0..<7).map { j in max(0, p[b1 + j] + (0..<5).map { x[$0] * p[$0 * 7 + j] }.reduce(0, +))
        }
        let z = (0..<3).map { k in
            p[w2 + 21 + k] + (0..<7).map { hidden[$0] * p[w2 + $0 * 3 + k] }.reduce(0, +)
        }
        let e = z.map { exp($0 - z.max()!) }
        return e.map { $0 / e.reduce(0, +) }
    }
}
