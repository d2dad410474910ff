import Numerics
import Primitives

/// Labelled points in the plane, as the two-dimensional generators make them.
struct PlanarPoints {
    private var x: [Double] = []
    private var y: [Double] = []
    private(set) var classes: [Int] = []

    /// Adds a point of class `label`.
    mutating func append(_ x: Double, _ y: Double, label: Int) {
        self.x.append(x)
        self.y.append(y)
        classes.append(label)
    }

    /// Adds independent normal noise to both coordinates, point by point, x before y; draws nothing for 0.
    mutating func addNoise(standardDeviation: Double, seed: Int) {
        guard standardDeviation > 0 else { return }
        var stream = RandomStream(seed: seed, name: "data")
        for index in classes.indices {
            x[index] += standardDeviation * stream.normal()
            y[index] += standardDeviation * stream.normal()
        }
    }

    /// The truth of curves that do not meet: without noise no point is ambiguous; with noise nothing is known.
    func truth(noise: Double) -> Truth? {
        noise > 0 ? nil : Truth(bayesErrorRate: 0, optimalPredictions: .classes(classes))
    }

    /// The dataset: columns x1 and x2, classes "0" and "1".
    func dataset(name: String, truth: Truth? = nil) -> Dataset {
        SyntheticTable([("x1", x), ("x2", y)]).dataset(
            name: name, task: .classification(classes: ["0", "1"]), target: .classes(classes), truth: truth)
    }
}
