import CTensorKernels
import Primitives

extension tk_key: @retroactive @unchecked Sendable {}

/// The key of one random stream: the first 64 bits of SHA-256(seed, stream name).
///
/// Two streams of different names or seeds share nothing, so no method can consume another's numbers.
public struct RandomKey: Sendable {
    /// The key as the kernels take it.
    public let kernelKey: tk_key

    /// The key of the stream `name` under `seed`.
    public init(seed: Int, name: String) {
        let bytes = SHA256.hash("bench random stream\0\(seed)\0\(name)").bytes
        func word(_ first: Int) -> UInt32 {
            (0..<4).reduce(0) { $0 | UInt32(bytes[first + $1]) << UInt32(8 * $1) }
        }
        kernelKey = tk_key(word: (word(0), word(4)))
    }

    /// The ten-round Philox 4×32 of `counter` (Salmon, Moraes, Dror and Shaw 2011).
    public func block(_ counter: [UInt32]) -> [UInt32] {
        precondition(counter.count == 4, "a Philox counter has four words")
        var output = [UInt32](repeating: 0, count: 4)
        tk_philox(counter, kernelKey, &output)
        return output
    }

    /// The same without an array.
    func block(_ counter: SIMD4<UInt32>) -> SIMD4<UInt32> {
        var output = SIMD4<UInt32>()
        withUnsafeBytes(of: counter) { counter in
            withUnsafeMutableBytes(of: &output) { output in
                tk_philox(
                    counter.assumingMemoryBound(to: UInt32.self).baseAddress!, kernelKey,
                    output.assumingMemoryBound(to: UInt32.self).baseAddress!)
            }
        }
        return output
    }

    /// Four 24-bit uniforms in [0, 1) for elements 4·`block` … 4·`block` + 3 at `step`: what plans draw.
    public func uniforms(step: Int, block: Int) -> [Float] {
        let counter: [UInt32] = [
            UInt32(truncatingIfNeeded: block), 0, UInt32(truncatingIfNeeded: step),
            UInt32(truncatingIfNeeded: step >> 32),
        ]
        return self.block(counter).map { Float($0 >> 8) * 0x1p-24 }
    }

    /// A Beta(α, α) variate at `step`; 1 where α ≤ 0.
    public func beta(step: Int, element: Int, alpha: Double) -> Double {
        tk_beta(kernelKey, UInt64(step), UInt32(element), alpha)
    }

    /// A standard normal at `step`.
    public func normal(step: Int, element: Int) -> Double {
        tk_normal(kernelKey, UInt64(step), UInt32(element), 0)
    }

    /// A uniform permutation of 0 ..< `count` at `step`.
    public func permutation(step: Int, count: Int) -> [Int] {
        var output = [Float](repeating: 0, count: count)
        tk_permutation(kernelKey, UInt64(step), Int64(count), &output)
        return output.map { Int($0) }
    }
}
