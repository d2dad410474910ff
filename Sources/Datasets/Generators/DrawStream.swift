import Numerics

/// The random streams of generators.
enum DrawStream {
    /// The stream of the rows of one draw: "data" for draw 0, which is what `load()` gives.
    static func rows(seed: Int, draw: Int) -> RandomStream {
        RandomStream(seed: seed, name: draw == 0 ? "data" : "data/draw \(draw)")
    }

    /// The stream of what is the same for every draw: centres, relevant columns, orders.
    static func law(seed: Int) -> RandomStream { RandomStream(seed: seed, name: "law") }
}
