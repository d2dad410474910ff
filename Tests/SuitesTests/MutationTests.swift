import Primitives
import Suites
import Testing

@Suite("Mutated suites") struct MutationTests {
    /// A small generator, so that the mutations are the same every time.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let fragments: [String] = [
        "[", "]", "{", "}", ":", ": ", "- ", "\n", "\n  ", "\t", "#", "&a ", "*a", "!", "!!str ", "? ", "|",
        ">", "'",
        "\"", "010", ".nan", "-1", "1e999", "~", "<<: ", "---\n", "...\n", "%YAML 1.1\n", "\\", "é",
        "\u{2028}", "\u{7F}",
        "99999999999999999999", "[[", "{{", "sam", "schedule: linear", "null", "\r\n", "0", ",", "@", "`",
    ]

    private static func mutate(_ text: String, _ generator: inout Generator) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let at = Int.random(in: 0...scalars.count, using: &generator)
            let end = min(scalars.count, at + Int.random(in: 0...6, using: &generator))
            let fragment = fragments[Int.random(in: 0..<fragments.count, using: &generator)].unicodeScalars
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: scalars.removeSubrange(at..<end)
            case 1: scalars.insert(contentsOf: fragment, at: at)
            case 2: scalars.replaceSubrange(at..<end, with: fragment)
            default:
                let from = Int.random(in: 0...scalars.count, using: &generator)
                let piece = scalars[from..<min(scalars.count, from + 20)]
                scalars.insert(contentsOf: piece, at: at)
            }
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    @Test("No mutation of a suite traps, and every refusal is a usage error with a message")
    func mutations() {
        let vocabulary = testVocabulary()
        var generator = Generator(state: 20_260_101)
        var refused = 0
        for _ in 0..<1500 {
            let text = Self.mutate(fullSuite, &generator)
            do throws(BenchError) {
                _ = try Suite.parse(text: text, path: "m.yaml", vocabulary: vocabulary).cellCount
            } catch {
                refused += 1
                let isTidy = error.diagnostics.allSatisfy {
                    !$0.message.isEmpty && $0.location?.file == "m.yaml"
                }
                #expect(error.exitCode == .usage && isTidy, "\(text)")
            }
        }
        #expect(refused > 500)
        #expect(refused < 1500)
    }
}
