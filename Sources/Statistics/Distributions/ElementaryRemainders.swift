import Numerics

/// Elementary functions without their leading terms, exact where those would cancel.
enum ElementaryRemainders {
    /// e^x − 1.
    static func exponentialMinusOne(_ x: Double) -> Double {
        if x > 1 { return DeterministicMath.exp(x) - 1 }
        // e^x − 1 = 2 tanh(x/2) / (1 − tanh(x/2)).
        let half = DeterministicMath.tanh(x / 2)
        return 2 * half / (1 - half)
    }

    /// ln(1 + x) − x, for x above −1.
    static func logarithm(_ x: Double) -> Double {
        if x < -0.5 || x > 0.5 { return DeterministicMath.log1p(x) - x }
        // With r = x / (2 + x): ln(1 + x) = 2 artanh r, and 2 r − x = −r x.
        let r = x / (2 + x)
        let square = r * r
        var series = 0.0
        for index in stride(from: 20, through: 0, by: -1) {
            series = series * square + 1 / Double(2 * index + 3)
        }
        return r * (2 * square * series - x)
    }

    /// ln(1 + u) − u, where 1 + u is also known as `ratio`, which keeps its digits where u is next to −1.
    static func centredLogarithm(_ u: Double, ratio: Double) -> Double {
        abs(u) <= 0.5 ? logarithm(u) : DeterministicMath.log(ratio) - u
    }

    /// e^x − 1 − x.
    static func exponential(_ x: Double) -> Double {
        if x < -0.5 || x > 0.5 { return exponentialMinusOne(x) - x }
        var series = 0.0
        for index in stride(from: 18, through: 2, by: -1) { series = (series * x + 1) / Double(index) }
        return series * x * x
    }
}
