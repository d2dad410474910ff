import Primitives

/// The parameters that generators share.
enum SyntheticParameters {
    /// The number of rows.
    static func count(
        default count: Int, least: Int = 4, _ summary: String = "The number of rows."
    ) -> ParameterDeclaration {
        .init("n", .integer(least...1_000_000), default: .integer(count), summary)
    }

    /// The standard deviation of normal noise.
    static func noise(
        default noise: Double,
        _ summary: String =
            "The standard deviation of the normal noise on each coordinate, in the unit of the coordinates."
    ) -> ParameterDeclaration {
        .init("noise", symbol: "σ", .real(.closed(0, 1e6)), default: .real(noise), summary)
    }

    /// The seed.
    static let seed = ParameterDeclaration(
        "data_seed", .integer(0...Int(Int32.max)), default: .integer(0),
        "The seed of the data; the same data for every seed of a suite.")

    /// Whether every epoch sees fresh rows.
    static let online = ParameterDeclaration(
        "online", .boolean, default: .boolean(false),
        "Whether every epoch trains on fresh rows of the same law; validation and test rows stay.")
}
