/// SHA-256 (FIPS 180-4), for identities and digests.
///
/// Our own eighty lines because swift-crypto costs a hundred CPU-seconds of build time for this one function.
public struct SHA256: Sendable {
    /// Compresses a number of blocks of 64 bytes into the eight words of a state (FIPS 180-4, section 6.2.2).
    public typealias Compression =
        @Sendable (_ state: UnsafeMutablePointer<UInt32>, _ blocks: UnsafePointer<UInt8>, _ count: Int) ->
        Void

    private var state: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
        0x5be0_cd19,
    ]
    private var pending: [UInt8] = []
    private var length: UInt64 = 0
    private let compression: Compression

    /// An empty message.
    ///
    /// `compression` may do by the CPU's own instructions what is written out here; the digest is the same.
    public init(compression: @escaping Compression = SHA256.compress) {
        self.compression = compression
        pending.reserveCapacity(64)
    }

    /// Appends bytes to the message.
    public mutating func update(_ bytes: some Sequence<UInt8>) {
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { update($0) }
        if isDone == nil { Array(bytes).withUnsafeBufferPointer { update($0) } }
    }

    private mutating func update(_ bytes: UnsafeBufferPointer<UInt8>) {
        length += UInt64(bytes.count)
        var rest = bytes[...]
        if !pending.isEmpty {
            let missing = rest.prefix(64 - pending.count)
            pending += missing
            rest = rest.dropFirst(missing.count)
            guard pending.count == 64 else { return }
            pending.withUnsafeBufferPointer { compression(&state, $0.baseAddress!, 1) }
            pending.removeAll(keepingCapacity: true)
        }
        let whole = rest.count / 64
        if whole > 0 {
            compression(&state, rest.base.baseAddress! + rest.startIndex, whole)
            rest = rest.dropFirst(64 * whole)
        }
        pending += rest
    }

    /// The digest of all bytes given so far.
    public func finalized() -> Digest {
        var last = state
        let bits = length &* 8
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 128) { block in
            block.initialize(repeating: 0)
            for (index, byte) in pending.enumerated() { block[index] = byte }
            block[pending.count] = 0x80
            let count = pending.count < 56 ? 64 : 128
            for index in 0..<8 {
                block[count - 1 - index] = UInt8(truncatingIfNeeded: bits >> UInt64(8 * index))
            }
            compression(&last, block.baseAddress!, count / 64)
        }
        return Digest(state: last)
    }

    /// The digest of `bytes`.
    public static func hash(_ bytes: some Sequence<UInt8>) -> Digest {
        var hasher = SHA256()
        hasher.update(bytes)
        return hasher.finalized()
    }

    /// The digest of the UTF-8 bytes of `text`.
    public static func hash(_ text: String) -> Digest { hash(Array(text.utf8)) }

    /// The compression as FIPS 180-4 writes it, for any CPU.
    @Sendable public static func compress(
        _ state: UnsafeMutablePointer<UInt32>, _ blocks: UnsafePointer<UInt8>, _ count: Int
    ) {
        constants.withUnsafeBufferPointer { constants in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
                for block in 0..<count {
                    compress(
                        blocks + 64 * block, schedule.baseAddress!, constants.baseAddress!, into: state)
                }
            }
        }
    }

    /// One block of 64 bytes; `w` is room for the message schedule.
    private static func compress(
        _ block: UnsafePointer<UInt8>, _ w: UnsafeMutablePointer<UInt32>, _ constants: UnsafePointer<UInt32>,
        into state: UnsafeMutablePointer<UInt32>
    ) {
        func rotate(_ x: UInt32, _ n: UInt32) -> UInt32 { (x &>> n) | (x &<< (32 &- n)) }
        for i in 0..<16 {
            w[i] = UInt32(
                bigEndian: UnsafeRawPointer(block).loadUnaligned(fromByteOffset: 4 * i, as: UInt32.self))
        }
        for i in 16..<64 {
            let s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ (w[i - 15] &>> 3)
            let s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ (w[i - 2] &>> 10)
            w[i] = w[i - 16] &+ s0 &+ w[i - 7] &+ s1
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for i in 0..<64 {
            let sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
            let t1 = h &+ sum1 &+ ((e & f) ^ (~e & g)) &+ constants[i] &+ w[i]
            let sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
            let t2 = sum0 &+ ((a & b) ^ (a & c) ^ (b & c))
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ t2)
        }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
        state[5] &+= f
        state[6] &+= g
        state[7] &+= h
    }

    private static let constants: [UInt32] = [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ]
}
