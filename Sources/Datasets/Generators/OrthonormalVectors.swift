import Numerics

/// Random orthonormal vectors.
enum OrthonormalVectors {
    /// `count` vectors of `dimension` (at least `count`) coordinates, uniform over all such systems.
    ///
    /// Normal vectors by modified Gram and Schmidt, done twice so that they are orthogonal to rounding.
    static func random(count: Int, dimension: Int, _ stream: inout RandomStream) -> [[Double]] {
        var vectors: [[Double]] = []
        while vectors.count < count {
            var vector = (0..<dimension).map { _ in stream.normal() }
            for _ in 0..<2 {
                for other in vectors {
                    let share = StableSum.of(zip(vector, other).lazy.map { $0 * $1 })
                    for index in vector.indices { vector[index] -= share * other[index] }
                }
            }
            let length = DeterministicMath.sqrt(StableSum.of(vector.lazy.map { $0 * $0 }))
            // A vector in the span of the others has probability 0; rounding could leave one, so draw again.
            guard length > 1e-9 else { continue }
            vectors.append(vector.map { $0 / length })
        }
        return vectors
    }
}
