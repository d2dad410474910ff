import Foundation
import Primitives
import Suites
import Testing

/// Whatever a suite says, it is read or refused with a place; it never traps, hangs or takes memory beyond its size.
///
/// `SUITE_MUTATIONS=first:count` runs other mutations, for example `SUITE_MUTATIONS=0:1000000`.
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

    /// The most memory that the process has had, in bytes; 0 where the system does not tell.
    private func peakMemory() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kibibytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return 0 }
        return kibibytes << 10
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

    /// Everything that a dataset can say, beside what `fullSuite` has.
    private static let dataSuite = """
        version: 1
        name: data
        seeds: [1, 2]
        datasets:
          - {id: tables, kind: csv, path: "data/[ab]*.csv", target: y, allow: leak}
          - id: moons
            kind: moons
            corruptions: [{id: flip, rate: [0, 0.5]}, blur]
            split: {scheme: kfold, folds: 3}
            preprocessing: [{id: encode, levels: 3}, {id: scale, columns: [x, y]}]
        models: [linear]
        methods: [&b baseline, {id: sam, rho: {schedule: linear, from: 0, to: 1}}]
        protocol: {preprocessing: [scale], split: holdout, baseline: *b}

        """

    @Test("No mutation of a suite traps, and every refusal is a usage error with a message")
    func mutations() {
        let vocabulary = testVocabulary()
        let range = ProcessInfo.processInfo.environment["SUITE_MUTATIONS"]?.split(separator: ":").compactMap {
            Int($0)
        }
        let (first, count) = range?.count == 2 ? (range![0], range![1]) : (0, 2000)
        var refused = 0
        var slowest = Duration.zero
        for round in first..<first + count {
            var generator = Generator(state: 20_260_101 &+ UInt64(round) &* 0xD134_2543_DE82_EF95)
            let text = Self.mutate(round % 2 == 0 ? fullSuite : Self.dataSuite, &generator)
            let start = ContinuousClock.now
            defer { slowest = max(slowest, ContinuousClock.now - start) }
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
        #expect(refused > count / 3)
        #expect(refused < count)
        // A loaded machine may stop a thread for a while.
        #expect(slowest < .seconds(10), "the slowest suite took \(slowest)")
        // Other tests of the same process have their own share where all are run.
        if range != nil { #expect(peakMemory() < 512 << 20) }
    }
}
