import Numerics

/// Exponential values of mean 1, for simulations in tests.
struct ExponentialStream {
    private var stream: RandomStream

    init(seed: Int) { stream = RandomStream(seed: seed, name: "exponential") }

    mutating func next() -> Double { -DeterministicMath.log(1 - stream.uniform()) }
}
