extension Tensor {
    /// e^x; results below 2^−126 are 0.
    public func exponential() -> Tensor { graph.tensor(Exponential(), [self]) }
    /// The natural logarithm.
    public func logarithm() -> Tensor { graph.tensor(Logarithm(), [self]) }
    /// √x.
    public func squareRoot() -> Tensor { graph.tensor(SquareRoot(), [self]) }
    /// tanh x.
    public func hyperbolicTangent() -> Tensor { graph.tensor(HyperbolicTangent(), [self]) }
    /// erf x.
    public func errorFunction() -> Tensor { graph.tensor(ErrorFunction(), [self]) }
    /// ln(1 + x), exact to the last places for small x too.
    public func logarithmOfOnePlus() -> Tensor { graph.tensor(Logarithm1P(), [self]) }
    /// 1 / (1 + e^−x); results below 2^−126 are 0.
    public func sigmoid() -> Tensor { graph.tensor(Sigmoid(), [self]) }
    /// sin x, for every finite x.
    public func sine() -> Tensor { graph.tensor(Sine(), [self]) }
    /// cos x, for every finite x.
    public func cosine() -> Tensor { graph.tensor(Cosine(), [self]) }
    /// x^exponent after both were broadcast to a common shape; NaN for x < 0 and no whole exponent.
    ///
    /// `squared()` and `squareRoot()` are faster where they serve.
    public func power(_ exponent: Tensor) -> Tensor { .combine(self, exponent, Power()) }
    /// x^exponent; NaN for x < 0 and no whole exponent.
    public func power(_ exponent: Float) -> Tensor { power(graph.scalar(exponent)) }
    /// ln(1 + e^x), which neither overflows nor loses digits.
    ///
    /// It is max(x, 0) + ln(1 + e^−|x|), each side of 0 with its own derivative: at 0 that is 1/2.
    public func softplus() -> Tensor {
        let zero = graph.scalar(0)
        let isPositive = self .> zero
        let exponent = select(isPositive, -self, self)
        return select(isPositive, self, zero) + exponent.exponential().logarithmOfOnePlus()
    }
    /// x².
    public func squared() -> Tensor { graph.tensor(Square(), [self]) }
    /// |x|; its gradient at 0 is 0.
    public func absolute() -> Tensor { graph.tensor(Absolute(), [self]) }
    /// 0 where |x| < 2^−126, else x: subnormal numbers slow a CPU down a hundredfold.
    public func flushingSubnormals() -> Tensor { graph.tensor(FlushSubnormals(), [self]) }
    /// The same value, through which no gradient flows.
    public func stoppingGradient() -> Tensor { graph.tensor(StopGradient(), [self]) }

    /// The sum of all elements, a scalar.
    public func sum() -> Tensor {
        shape.rank == 0 ? self : graph.tensor(Sum(axes: 0..<shape.rank), [self])
    }

    /// The mean of all elements, a scalar.
    public func mean() -> Tensor { sum() / Float(shape.count) }

    /// The sum over the last axis, which is kept with extent 1.
    public func sumOverLastAxis() -> Tensor {
        graph.tensor(Sum(axes: shape.rank - 1..<shape.rank), [self]).reshaped(
            Shape(shape.dimensions.dropLast() + [1]))
    }

    /// The maximum over the last axis, which is kept with extent 1.
    public func maximumOverLastAxis() -> Tensor {
        graph.tensor(MaximumOver(axes: shape.rank - 1..<shape.rank), [self]).reshaped(
            Shape(shape.dimensions.dropLast() + [1]))
    }

    /// √Σx², a scalar.
    public func euclideanNorm() -> Tensor { squared().sum().squareRoot() }

    /// log softmax over the last axis, shifted by the maximum so that nothing overflows.
    public func logSoftmax() -> Tensor {
        let shifted = self - maximumOverLastAxis().stoppingGradient()
        return shifted - shifted.exponential().sumOverLastAxis().logarithm()
    }
}

/// a · b for matrices; a transposed operand is given as it is stored.
public func matmul(_ a: Tensor, _ b: Tensor, transposeA: Bool = false, transposeB: Bool = false) -> Tensor {
    a.graph.tensor(MatrixProduct(transposeA: transposeA, transposeB: transposeB), [a, b])
}
