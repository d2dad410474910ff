import Primitives
import Testing

@testable import Datasets

@Suite("Synthetic generators")
struct GeneratorTests {
    private func moons(_ given: [String: ParameterValue] = [:]) throws -> Dataset {
        try TwoMoons(arguments: Arguments(given, for: TwoMoons.declaration.parameters), baseDirectory: "")
            .load()
    }

    private func spirals(_ given: [String: ParameterValue] = [:]) throws -> Dataset {
        try TwoSpirals(arguments: Arguments(given, for: TwoSpirals.declaration.parameters), baseDirectory: "")
            .load()
    }

    private func points(_ dataset: Dataset) throws -> [(x: Double, y: Double)] {
        Array(zip(try #require(dataset.numbers("x1")), try #require(dataset.numbers("x2")))).map { ($0, $1) }
    }

    @Test("two-moons without noise are make_moons(7, shuffle=False) of scikit-learn")
    func moonsReference() throws {
        let dataset = try moons(["n": .integer(7), "noise": .real(0)])
        let expected = [
            (1, 0), (6.123233995736766e-17, 1.0), (-1.0, 1.2246467991473532e-16), (0.0, 0.5),
            (0.4999999999999999, -0.3660254037844386), (1.4999999999999998, -0.3660254037844387),
            (2.0, 0.4999999999999999),
        ]
        for (found, wanted) in zip(try points(dataset), expected) {
            #expect(abs(found.x - wanted.0) < 2.5e-16 && abs(found.y - wanted.1) < 2.5e-16)
        }
        #expect(dataset.target == .classes([0, 0, 0, 1, 1, 1, 1]))
    }

    @Test("two-spirals by default are the 194 points of Lang & Witbrock")
    func spiralsReference() throws {
        let dataset = try spirals()
        let found = try points(dataset)
        #expect(found.count == 194)
        #expect(dataset.target == .classes([Int](repeating: 0, count: 97) + [Int](repeating: 1, count: 97)))
        for index in 0..<97 {
            let (a, b) = (found[index], found[97 + index])
            #expect(a.x == -b.x && a.y == -b.y)
            let radius = (a.x * a.x + a.y * a.y).squareRoot()
            #expect(abs(radius - 6.5 * Double(104 - index) / 104) < 1e-14)
        }
        // Angles of iπ/16: after 8 steps a quarter turn, after 16 a half.
        #expect(abs(found[0].x) < 1e-15 && found[0].y == 6.5)
        #expect(abs(found[8].x - 6.0) < 1e-14 && abs(found[8].y) < 1e-14)
        #expect(abs(found[16].y + 5.5) < 1e-14)
        #expect(abs(found[96].y - 0.5) < 1e-14)
    }

    @Test("Noise has the standard deviation and mean asked for, and leaves classes balanced")
    func noise() throws {
        let n = 4001
        let given: [String: ParameterValue] = ["n": .integer(n), "data_seed": .integer(5)]
        for (clean, noisy) in [
            (
                try moons(given.merging(["noise": .real(0)]) { $1 }),
                try moons(given.merging(["noise": .real(0.25)]) { $1 })
            ),
            (try spirals(given), try spirals(given.merging(["noise": .real(0.25)]) { $1 })),
        ] {
            let deviations = zip(try points(clean), try points(noisy)).flatMap { [$1.x - $0.x, $1.y - $0.y] }
            let count = Double(deviations.count)
            let mean = deviations.reduce(0, +) / count
            let sd = (deviations.reduce(0) { $0 + $1 * $1 } / count).squareRoot()
            let fourth = deviations.reduce(0) { $0 + $1 * $1 * $1 * $1 } / count
            // Four standard errors of each.
            #expect(abs(mean) < 4 * 0.25 / count.squareRoot())
            #expect(abs(sd - 0.25) < 4 * 0.25 / (2 * count).squareRoot())
            #expect(abs(fourth / (sd * sd * sd * sd) - 3) < 4 * (24 / count).squareRoot())
            #expect(noisy.classNames.count { $0 == "0" } == n / 2)
        }
    }

    @Test("The content depends on data_seed and on nothing else that is random")
    func seeds() throws {
        #expect(try moons().contentHash == moons().contentHash)
        #expect(try moons().contentHash != moons(["data_seed": .integer(1)]).contentHash)
        #expect(
            try moons(["noise": .real(0)]).contentHash
                == moons(["noise": .real(0), "data_seed": .integer(1)]).contentHash)
    }

    @Test("The bits of the content are fixed")
    func golden() throws {
        #expect(
            try moons().contentHash.hexadecimal
                == "85c54473b257c0e9bd5f5c85ec5e10b9e0b6801f07521af93562a7fbccdc5c8c")
        #expect(
            try spirals(["noise": .real(0.1), "data_seed": .integer(7)]).contentHash.hexadecimal
                == "974baccdbc5a20884f011e1958953a2438af8af008f99cfddae2b94063b81d8e")
        #expect(
            try spirals().contentHash.hexadecimal
                == "34e3b246fc0198112b30e47ff21a938e21c3e1585f3f0773533a0267a632ebc1")
    }
}
