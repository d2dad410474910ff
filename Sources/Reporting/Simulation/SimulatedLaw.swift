import Numerics

/// The shape of the noise of a simulated experiment; every one has mean 0, and standard deviation 1 but for rounding.
enum SimulatedLaw: String, CaseIterable {
    /// Standard normal.
    case normal
    /// Exponential, less its mean: skewness 2.
    case skewed
    /// Student's t with three degrees of freedom, to unit deviation: no fourth moment.
    case heavyTailed = "heavy tails"
    /// Normal, rounded to half a deviation: many ties, as of accuracies on few rows.
    case tied

    /// A draw.
    func draw(_ stream: inout RandomStream) -> Double {
        switch self {
        case .normal: return stream.normal()
        case .skewed: return -DeterministicMath.log(1 - stream.uniform()) - 1
        case .heavyTailed:
            let normal = stream.normal()
            let squares = (0..<3).reduce(0) { sum, _ in
                let value = stream.normal()
                return sum + value * value
            }
            return normal / squares.squareRoot()
        case .tied: return (2 * stream.normal()).rounded() / 2
        }
    }

    /// The median.
    var median: Double { self == .skewed ? DeterministicMath.log(2) - 1 : 0 }

    /// The mean of the middle half.
    var interquartileMean: Double {
        guard self == .skewed else { return 0 }
        // ∫ x e^−x between the quartiles of the exponential, divided by 1/2, less the mean.
        let (first, third) = (DeterministicMath.log(4.0 / 3), DeterministicMath.log(4))
        return 2 * ((first + 1) * 0.75 - (third + 1) * 0.25) - 1
    }
}
