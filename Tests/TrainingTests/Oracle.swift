/// A ReLU network with one hidden layer and softmax cross-entropy, written out by hand in Float64.
struct Oracle {
    let inputs: Int, hidden: Int, classes: Int
    /// In the layout of the model: W1 [inputs × hidden], b1, W2 [hidden × classes], b2.
    typealias Parameters = [Double]

    var count: Int { inputs * hidden + hidden + hidden * classes + classes }
    /// 1 where a parameter is a weight.
    var isWeight: [Bool] {
        [Bool](repeating: true, count: inputs * hidden) + [Bool](repeating: false, count: hidden)
            + [Bool](repeating: true, count: hidden * classes) + [Bool](repeating: false, count: classes)
    }

    /// The mean loss over rows and its gradient; `scale[row][unit]` multiplies the hidden units.
    func lossAndGradient(_ p: Parameters, _ x: [[Double]], _ t: [[Double]], scale: [[Double]]? = nil) -> (
        Double, [Double]
    ) {
        let (b1, w2) = (inputs * hidden, inputs * hidden + hidden)
        let b2 = w2 + hidden * classes
        var gradient = [Double](repeating: 0, count: count)
        var loss = 0.0
        for (row, features) in x.enumerated() {
            let factor = scale?[row] ?? [Double](repeating: 1, count: hidden)
            var h = (0..<hidden).map { j in
                p[b1 + j] + (0..<inputs).map { features[$0] * p[$0 * hidden + j] }.reduce(0, +)
            }
            let open = h.map { $0 > 0 }
            for j in 0..<hidden { h[j] = max(h[j], 0) * factor[j] }
            let z = (0..<classes).map { k in
                p[b2 + k] + (0..<hidden).map { h[$0] * p[w2 + $0 * classes + k] }.reduce(0, +)
            }
            let top = z.max()!
            let total = z.map { exponential($0 - top) }.reduce(0, +)
            let logP = z.map { $0 - top - naturalLogarithm(total) }
            loss -= zip(t[row], logP).map(*).reduce(0, +) / Double(x.count)
            let mass = t[row].reduce(0, +)
            let dz = (0..<classes).map { (exponential(logP[$0]) * mass - t[row][$0]) / Double(x.count) }
            for k in 0..<classes {
                gradient[b2 + k] += dz[k]
                for j in 0..<hidden { gradient[w2 + j * classes + k] += h[j] * dz[k] }
            }
            for j in 0..<hidden where open[j] {
                let dh = factor[j] * (0..<classes).map { dz[$0] * p[w2 + j * classes + $0] }.reduce(0, +)
                gradient[b1 + j] += dh
                for i in 0..<inputs { gradient[i * hidden + j] += features[i] * dh }
            }
        }
        return (loss, gradient)
    }
}

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

private func exponential(_ x: Double) -> Double { exp(x) }
private func naturalLogarithm(_ x: Double) -> Double { log(x) }
