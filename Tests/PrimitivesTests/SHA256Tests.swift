import Primitives
import Testing

@Suite("SHA-256") struct SHA256Tests {
    @Test(
        "The examples of FIPS 180-4",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
        ])
    func examples(_ message: String, _ digest: String) {
        #expect(SHA256.hash(message).hexadecimal == digest)
    }

    @Test("A million a's")
    func million() {
        let digest = SHA256.hash(repeatElement(UInt8(ascii: "a"), count: 1_000_000))
        #expect(digest.hexadecimal == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("A message in pieces has the digest of the whole, at every length around a block")
    func pieces() {
        for length in 50...130 {
            let bytes = (0..<length).map { UInt8($0) }
            var hasher = SHA256()
            hasher.update(bytes[..<(length / 3)])
            _ = hasher.finalized()
            hasher.update(bytes[(length / 3)...])
            #expect(hasher.finalized() == SHA256.hash(bytes))
        }
    }

    @Test("A digest is read from its 64 digits and from nothing else")
    func hexadecimal() throws {
        let digest = SHA256.hash("abc")
        #expect(Digest(hexadecimal: digest.hexadecimal) == digest)
        #expect(Digest(hexadecimal: digest.hexadecimal.uppercased()) == digest)
        #expect(digest.short == "ba7816bf8f01")
        let zeros = String(repeating: "0", count: 62)
        for tail in ["", "0", "000", "0g", "+f", "-0", " 0", "é"] {
            #expect(Digest(hexadecimal: zeros + tail) == nil)
        }
    }
}
