import CTensorKernels
import Numerics
import Primitives
import Testing

@Suite("SHA-256 by the CPU's instructions")
struct AcceleratedSHA256Tests {
    @Test("gives the vectors of FIPS 180-4")
    func vectors() {
        for (text, digest) in [
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ] {
            var hasher = SHA256.accelerated()
            hasher.update(Array(text.utf8))
            #expect(hasher.finalized().hexadecimal == digest)
        }
        var hasher = SHA256.accelerated()
        for _ in 0..<1000 { hasher.update([UInt8](repeating: UInt8(ascii: "a"), count: 1000)) }
        #expect(
            hasher.finalized().hexadecimal
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("agrees with the written-out compression for every length and any pieces")
    func pieces() {
        var stream = RandomStream(seed: 3, name: "sha256")
        for length in 0..<300 {
            let bytes = (0..<length).map { _ in UInt8(stream.integer(below: 256)) }
            var hasher = SHA256.accelerated()
            var start = 0
            while start < length {
                let end = min(length, start + 1 + stream.integer(below: 150))
                hasher.update(bytes[start..<end])
                start = end
            }
            #expect(hasher.finalized() == SHA256.hash(bytes), "\(length) bytes")
        }
    }
}
