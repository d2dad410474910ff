extension Tensor {
    /// One element of every row of the last axis by its column: [rows, …, columns] to [rows, …].
    ///
    /// `index` has a whole number (as a float, below 2^24) per row; where it names no column, the nearest one is
    /// read. No gradient flows to it.
    public func gatheringElements(_ index: Tensor) -> Tensor {
        let columns = shape[-1]
        precondition(index.shape.count == shape.count / columns, "an index for every row of \(shape)")
        let flat = reshaped([shape.count / columns, columns])
        return graph.tensor(GatherElements(), [flat, index.reshaped([flat.shape[0]])])
            .reshaped(Shape(Array(shape.dimensions.dropLast())))
    }

    /// The k-th smallest element of every row of the last axis, which is kept with extent 1.
    ///
    /// `rank` is a scalar: k is its whole part, counted from 0 and held between 0 and the last column, so that a
    /// schedule may move it. Exact, and without sorting (`RankIndex`). NaNs count as larger than every number. The
    /// gradient goes to the element selected, the first in memory where elements tie.
    public func orderStatisticOverLastAxis(_ rank: Tensor) -> Tensor {
        let columns = shape[-1]
        let flat = reshaped([shape.count / columns, columns])
        let index = graph.tensor(RankIndex(), [flat.stoppingGradient(), rank])
        return flat.gatheringElements(index).reshaped(Shape(shape.dimensions.dropLast() + [1]))
    }

    /// The k-th smallest of all elements, a scalar; as `orderStatisticOverLastAxis`.
    public func orderStatistic(_ rank: Tensor) -> Tensor {
        reshaped([shape.count]).orderStatisticOverLastAxis(rank).reshaped([])
    }

    /// The quantile at `probability` (0 … 1) of every row of the last axis, which is kept with extent 1.
    ///
    /// Linear between the order statistics around (n − 1) · probability: definition 7 of Hyndman and Fan (1996,
    /// "Sample quantiles in statistical packages"), numpy's default. Unlike numpy's, it is NaN only where a NaN is
    /// one of those order statistics; NaNs count as the largest elements.
    public func quantileOverLastAxis(_ probability: Double) -> Tensor {
        precondition((0...1).contains(probability), "a probability lies between 0 and 1, not \(probability)")
        let position = probability * Double(shape[-1] - 1)
        let below = position.rounded(.down)
        let fraction = position - below
        let lower = orderStatisticOverLastAxis(graph.scalar(Float(below)))
        if fraction == 0 { return lower }
        let upper = orderStatisticOverLastAxis(graph.scalar(Float(below) + 1))
        // From the nearer side, so that both ends are met exactly.
        return fraction < 0.5
            ? lower + (upper - lower) * Float(fraction) : upper - (upper - lower) * Float(1 - fraction)
    }

    /// The quantile at `probability` (0 … 1) of all elements, a scalar; as `quantileOverLastAxis`.
    public func quantile(_ probability: Double) -> Tensor {
        reshaped([shape.count]).quantileOverLastAxis(probability).reshaped([])
    }
}
