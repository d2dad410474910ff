import TensorCore
import Training

/// Which weights a pruning by magnitude leaves.
enum MagnitudeRanking {
    /// 1 where a parameter stays and 0 where it is pruned: the share `sparsity` of the weights, the smallest ones.
    ///
    /// `isGlobal` ranks all weights together, else each tensor by itself. Of equal ones the first go.
    static func mask(_ values: [Float], _ layout: ParameterLayout, sparsity: Double, isGlobal: Bool)
        -> [Float]
    {
        var mask = [Float](repeating: 1, count: values.count)
        let tensors = layout.weights.map { index in
            let first = layout.offsets[index]
            return Array(first..<first + layout.specifications[index].shape.count)
        }
        for places in isGlobal ? [tensors.flatMap { $0 }] : tensors {
            let count = Int((sparsity * Double(places.count)).rounded(.down))
            let order = places.sorted { (abs(values[$0]), $0) < (abs(values[$1]), $1) }
            for place in order.prefix(count) { mask[place] = 0 }
        }
        return mask
    }
}
