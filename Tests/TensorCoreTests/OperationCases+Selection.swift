@testable import TensorCore

extension OperationCase {
    /// Lookups, order statistics and normalisation.
    static let selection: [OperationCase] = [
        .init("embedding", [([5, 17], -1, 1)]) { x in
            x[0].gatheringRows(x[0].graph.constant([4, 0, 4, 2, 1, 4], [2, 3])).squared()
        },
        .init("embedding, wide", [([7, 257], -1, 1)]) { x in
            x[0].gatheringRows(x[0].graph.constant([4, 0, 6, 4], [4, 1])).squared()
        },
        .init("gather numbers", [([7], -1, 1)]) { x in
            x[0].gatheringRows(x[0].graph.constant([6, 0, 6], [3])).squared()
        },
        .init("gather matrices by one number", [([3, 2, 5], -1, 1)]) { x in
            x[0].gatheringRows(x[0].graph.scalar(2)).squared()
        },
        .init("gather out of range", [([3, 4], -1, 1)]) { x in
            x[0].gatheringRows(x[0].graph.constant([-1, 3, 1e30, .nan, -.infinity, 1.9], [6])).squared()
        },
        .init("scatter out of range", [([4, 5], -1, 1)]) { x in
            x[0].scatteringRows(x[0].graph.constant([-7, 2, .nan, .infinity], [4]), into: 2).squared()
        },
        .init("scatter by a matrix of numbers", [([2, 3, 2, 2], -1, 1)]) { x in
            x[0].scatteringRows(x[0].graph.constant([4, 0, 4, 2, 1, 4], [2, 3]), into: 5).squared()
        },
        .init("gather elements", [([2, 3, 7], -1, 1)]) { x in
            x[0].gatheringElements(x[0].graph.constant([6, 0, 3, 3, 99, -1], [2, 3])).squared()
        },
        .init("scatter elements", [([4], -1, 1)]) { x in
            let columns = x[0].graph.constant([2, 0, 36, 40], [4])
            return x[0].graph.tensor(ScatterElements(columns: 37), [x[0], columns]).squared()
        },
        .init("order statistic", [([300], -2, 2)]) { x in
            x[0].orderStatistic(x[0].graph.scalar(47)) * x[0]
        },
        .init("order statistic by row", [([2, 3, 19], -2, 2)]) { x in
            x[0].orderStatisticOverLastAxis(x[0].graph.scalar(18)) * x[0]
        },
        .init("order statistic of one", [([5, 1], -2, 2)]) { x in
            x[0].orderStatisticOverLastAxis(x[0].graph.scalar(0)) * x[0]
        },
        .init("quantile", [([5, 17], -2, 2)]) { $0[0].quantile(0.37) * $0[0] },
        .init("quantile by row", [([5, 17], -2, 2)]) { $0[0].quantileOverLastAxis(0.78).squared() },
        .init("median by row", [([5, 17], -2, 2)]) { $0[0].quantileOverLastAxis(0.5).squared() },
        .init("layer normalisation", [([5, 17], -2, 2), ([17], 0.5, 2), ([17], -1, 1)]) {
            layerNormalization($0[0], scale: $0[1], shift: $0[2])
        },
        .init("layer normalisation, wide", [([3, 257], -2, 2)]) { layerNormalization($0[0]) },
        .init("layer normalisation, plain", [([2, 3, 4], -2, 2)]) { layerNormalization($0[0]) },
        .init("root-mean-square normalisation", [([5, 17], -2, 2), ([17], 0.5, 2)]) {
            rootMeanSquareNormalization($0[0], scale: $0[1])
        },
        .init("batch normalisation", [([19, 5], -2, 2), ([5], 0.5, 2), ([5], -1, 1)]) {
            batchNormalization($0[0], scale: $0[1], shift: $0[2]).output
        },
        .init("batch normalisation of an image", [([2, 3, 3, 4], -2, 2)]) {
            batchNormalization($0[0]).output
        },
        .init(
            "batch normalisation by given statistics", [([7, 5], -2, 2), ([5], -1, 1), ([5], 0.5, 2)]
        ) {
            batchNormalization($0[0], statistics: BatchStatistics(mean: $0[1], variance: $0[2])).output
        },
        .init("batch statistics", [([7, 5], -2, 2)]) {
            let statistics = BatchStatistics(of: $0[0])
            return statistics.mean * statistics.variance
        },
        .init("spectral norm", [([5, 3], -1, 1)], twice: false) { x in
            let start = x[0].graph.constant([1, -2, 3, 1, 2], [5])
            return powerIteration(x[0], start: start, iterations: 400).norm
        },
    ]
}
