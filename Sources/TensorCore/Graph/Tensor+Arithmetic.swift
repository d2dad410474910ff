extension Tensor {
    /// Elementwise `operation` after both sides were broadcast to a common shape.
    static func combine(_ a: Tensor, _ b: Tensor, _ operation: some Operation) -> Tensor {
        guard let shape = a.shape.broadcast(with: b.shape) else {
            preconditionFailure("shapes \(a.shape) and \(b.shape) do not broadcast")
        }
        return a.graph.tensor(operation, [a.broadcast(to: shape), b.broadcast(to: shape)])
    }

    /// a + b.
    ///
    /// Disjoint assemblies of one buffer are merged into one.
    public static func + (a: Tensor, b: Tensor) -> Tensor {
        Assemble.merged(a, b) ?? combine(a, b, Add())
    }

    /// a − b.
    public static func - (a: Tensor, b: Tensor) -> Tensor { combine(a, b, Subtract()) }

    /// a · b, elementwise; a factor of 1 is dropped.
    public static func * (a: Tensor, b: Tensor) -> Tensor {
        if a.constantValue == 1, let shape = a.shape.broadcast(with: b.shape) {
            return b.broadcast(to: shape)
        }
        if b.constantValue == 1, let shape = a.shape.broadcast(with: b.shape) {
            return a.broadcast(to: shape)
        }
        return combine(a, b, Multiply())
    }

    /// a / b, elementwise; dividing by a constant power of two is multiplying by its inverse.
    public static func / (a: Tensor, b: Tensor) -> Tensor {
        if let divisor = b.constantValue, divisor.isNormal, divisor.significand == 1, (1 / divisor).isNormal {
            return combine(a, a.graph.scalar(1 / divisor).broadcast(to: b.shape), Multiply())
        }
        return combine(a, b, Divide())
    }
    /// −a.
    public static prefix func - (a: Tensor) -> Tensor { a.graph.tensor(Negate(), [a]) }

    /// a + constant.
    public static func + (a: Tensor, b: Float) -> Tensor { a + a.graph.scalar(b) }
    /// constant + b.
    public static func + (a: Float, b: Tensor) -> Tensor { b.graph.scalar(a) + b }
    /// a − constant.
    public static func - (a: Tensor, b: Float) -> Tensor { a - a.graph.scalar(b) }
    /// constant − b.
    public static func - (a: Float, b: Tensor) -> Tensor { b.graph.scalar(a) - b }
    /// a · constant.
    public static func * (a: Tensor, b: Float) -> Tensor { a * a.graph.scalar(b) }
    /// constant · b.
    public static func * (a: Float, b: Tensor) -> Tensor { b.graph.scalar(a) * b }
    /// a / constant.
    public static func / (a: Tensor, b: Float) -> Tensor { a / a.graph.scalar(b) }
    /// constant / b.
    public static func / (a: Float, b: Tensor) -> Tensor { b.graph.scalar(a) / b }

    /// a > b as 1 or 0.
    public static func .> (a: Tensor, b: Tensor) -> Tensor { combine(a, b, Greater()) }
    /// a == b as 1 or 0.
    public static func .== (a: Tensor, b: Tensor) -> Tensor { combine(a, b, Equal()) }
}

infix operator .> : ComparisonPrecedence
infix operator .== : ComparisonPrecedence

/// The larger of two, elementwise; NaN where either is.
///
/// Where they tie, the gradient goes to the second.
public func maximum(_ a: Tensor, _ b: Tensor) -> Tensor { .combine(a, b, Maximum()) }

/// The smaller of two, elementwise; NaN where either is.
///
/// Where they tie, the gradient goes to the second.
public func minimum(_ a: Tensor, _ b: Tensor) -> Tensor { .combine(a, b, Minimum()) }

/// `a` where the condition is not 0, else `b`.
public func select(_ condition: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
    guard let both = a.shape.broadcast(with: b.shape), let shape = both.broadcast(with: condition.shape)
    else {
        preconditionFailure("shapes \(condition.shape), \(a.shape) and \(b.shape) do not broadcast")
    }
    return a.graph.tensor(
        Select(), [condition.broadcast(to: shape), a.broadcast(to: shape), b.broadcast(to: shape)])
}
