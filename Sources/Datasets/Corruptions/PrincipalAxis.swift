import Numerics

/// The first principal direction of some points and their standard deviation along it.
struct PrincipalAxis {
    /// A vector of length 1 whose component of greatest magnitude is positive.
    let direction: [Double]
    /// √λ₁ of the points' second moments about 0.
    let deviation: Double

    /// By 100 steps of the power method from `start`; nil where all points are 0 or not finite.
    init?(of points: [[Double]], start: [Double]) {
        var direction = start
        var eigenvalue = 0.0
        for _ in 0..<100 {
            var next = [Double](repeating: 0, count: start.count)
            for point in points {
                var score = 0.0
                for index in point.indices { score += point[index] * direction[index] }
                for index in point.indices { next[index] += score * point[index] }
            }
            let length = StableSum.of(next.lazy.map { $0 * $0 }).squareRoot()
            guard length > 0, length.isFinite else { return nil }
            direction = next.map { $0 / length }
            eigenvalue = length / Double(points.count)
        }
        var largest = 0.0
        for component in direction where abs(component) > abs(largest) { largest = component }
        self.direction = largest < 0 ? direction.map { -$0 } : direction
        deviation = eigenvalue.squareRoot()
    }

    /// How far a point lies along the direction.
    func score(_ point: [Double]) -> Double {
        var score = 0.0
        for index in point.indices { score += point[index] * direction[index] }
        return score
    }
}
