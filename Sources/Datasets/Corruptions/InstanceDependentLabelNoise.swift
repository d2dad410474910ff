import Numerics
import Primitives

/// Labels whose chance of being wrong, and of which class they become, depends on the inputs.
struct InstanceDependentLabelNoise: Corruption {
    static let declaration = ComponentDeclaration(
        id: "instance-dependent-label-noise", family: "corruption",
        summary:
            "Flip labels with a rate of each row's own, to classes that random projections of its inputs favour.",
        formula:
            "q ~ N(rate, deviation²) within [0, 1];  P(ỹ = j) = q softmax_j(x W_y) over j ≠ y, else 1 − q;  "
            + "W_c ~ N(0, 1) for each class c",
        citations: [
            "Xia, Liu, Han, Wang, Gong, Liu, Niu, Tao & Sugiyama 2020, Part-dependent label noise: towards "
                + "instance-dependent label noise, NeurIPS, algorithm 2"
        ],
        parameters: [
            CorruptionParameters.rate(
                default: 0.2, "The centre of the rows' flip rates; their mean, but for what [0, 1] cuts off."),
            .init(
                "deviation", .real(.closed(0, 1)), default: .real(0.1),
                "The standard deviation of the flip rates before they are cut off."),
            CorruptedParts.declaration(default: .trainAndValidation),
        ],
        remarks: [
            "x are the numbers, standardised over the training rows and 0 where missing, and a 1 for each level.",
            "Each label is drawn by itself: the share of wrong ones varies about the rate.",
            "At rate 0 nothing is flipped, where the paper's truncated distribution would still flip some.",
            CorruptionParameters.cleanRemark,
        ], tasks: [.classification])

    private let rate: Double
    private let deviation: Double
    private let parts: CorruptedParts

    init(arguments: Arguments) {
        rate = arguments.real("rate")
        deviation = arguments.real("deviation")
        parts = CorruptedParts(arguments)
    }

    /// What a row draws for itself.
    private struct Draw {
        let flip: Double
        let label: Double
    }

    func apply(to sample: inout Sample, _ stream: inout RandomStream) throws(BenchError) {
        try flip(&sample, &stream) { $0 }
    }

    /// The projections are the same in every draw.
    func apply(toFresh sample: inout Sample, law: RandomStream, _ stream: inout RandomStream)
        throws(BenchError)
    {
        var law = law
        try flip(&sample, &law) { _ in draw(&stream) }
    }

    private func draw(_ stream: inout RandomStream) -> Draw {
        Draw(flip: flipRate(&stream), label: stream.uniform())
    }

    /// `own` may replace what `stream` gives a row.
    private func flip(
        _ sample: inout Sample, _ stream: inout RandomStream, own: (Draw) -> Draw
    ) throws(BenchError) {
        let (old, classes) = try sample.labels(Self.declaration.id)
        guard rate > 0 else { return }
        let rows = sample.rows(of: parts)
        let draws = rows.map { _ in own(draw(&stream)) }
        let numeric = (try? sample.numericColumns(Self.declaration.id)) ?? []
        var levels: [[Int32]] = []
        var levelCounts: [Int] = []
        for column in sample.dataset.columns {
            guard case .categorical(let codes, let names) = column.values else { continue }
            levels.append(codes)
            levelCounts.append(names.count)
        }
        var codes = old
        for label in classes.indices {
            // Drawn for every class, in order, whether or not it has rows.
            func matrix(_ rows: Int) -> [[Double]] {
                (0..<rows).map { _ in classes.indices.map { _ in stream.normal() } }
            }
            let weights = matrix(numeric.count)
            let levelWeights = levelCounts.map(matrix)
            for (position, row) in rows.enumerated() where old[row] == label {
                var scores = [Double](repeating: 0, count: classes.count)
                for (column, weight) in zip(numeric, weights) {
                    let x = column.standardised(row)
                    for other in scores.indices { scores[other] += x * weight[other] }
                }
                for (codes, weight) in zip(levels, levelWeights) where codes[row] >= 0 {
                    for other in scores.indices { scores[other] += weight[Int(codes[row])][other] }
                }
                guard scores.allSatisfy(\.isFinite) else {
                    throw sample.notFinite("the projection of the inputs", row: row, Self.declaration.id)
                }
                let draw = draws[position]
                codes[row] = Self.label(draw.label, from: label, flip: draw.flip, scores)
            }
        }
        sample.forgetBestPrediction(of: parts)
        sample.replaceTarget(.classes(codes))
    }

    /// A normal number about the rate, given that it lies in [0, 1], by inversion.
    private func flipRate(_ stream: inout RandomStream) -> Double {
        let draw = stream.uniform()
        guard deviation > 0 else { return rate }
        let low = DeterministicMath.normalCumulative(-rate / deviation)
        let high = DeterministicMath.normalCumulative((1 - rate) / deviation)
        let value = rate + deviation * DeterministicMath.normalQuantile(low + draw * (high - low))
        return min(max(value, 0), 1)
    }

    /// The class at `draw` in [0, 1) of the distribution: 1 − `flip` for the `old` one, the rest by the softmax.
    private static func label(_ draw: Double, from old: Int, flip: Double, _ scores: [Double]) -> Int {
        guard draw < flip else { return old }
        var largest = -Double.infinity
        for (other, score) in scores.enumerated() where other != old { largest = max(largest, score) }
        let weights = scores.enumerated().map { $0 == old ? 0 : DeterministicMath.exp($1 - largest) }
        let goal = draw / flip * StableSum.of(weights)
        var (sum, result) = (0.0, old)
        for (other, weight) in weights.enumerated() where other != old {
            sum += weight
            result = other
            if goal < sum { break }
        }
        return result
    }
}
