import Primitives
import Testing

@testable import Datasets

@Suite("Madelon")
struct MadelonTests {
    private let small: [String: ParameterValue] = [
        "n": .integer(640), "useless": .integer(3), "redundant": .integer(4), "repeated": .integer(5),
    ]

    @Test("Columns are named by kind; redundant ones are linear combinations; repeated ones are copies")
    func columns() throws {
        let dataset = try generated("madelon", small)
        let kinds = dataset.columns.map { $0.name.filter(\.isLetter) }
        #expect(
            kinds
                == [("informative", 5), ("redundant", 4), ("repeated", 5), ("useless", 3)].flatMap {
                    [String](repeating: $0.0, count: $0.1)
                })
        #expect(dataset.truth?.relevantColumns == (1...5).map { "informative\($0)" })
        let columns = dataset.numericColumns
        for copy in columns[9..<14] { #expect(columns[..<9].contains(copy)) }
        // The coefficients from five rows, by elimination, hold in all others.
        for redundant in columns[5..<9] {
            let rows = [3, 150, 290, 400, 600]
            let system = (0..<5).flatMap { column in rows.map { columns[column][$0] } }
            let factors = try #require(TriangularFactors(transposing: system, size: 5))
            let coefficients = factors.solution(rows.map { redundant[$0] })
            #expect(coefficients.allSatisfy { abs($0) <= 1 })
            for row in 0..<640 {
                let sum = (0..<5).reduce(0) { $0 + coefficients[$1] * columns[$1][row] }
                #expect(abs(sum - redundant[row]) < 1e-9)
            }
        }
    }

    @Test(
        "Over the law, informative columns have the moments of make_classification, and useless ones are N(0, 1)"
    )
    func moments() throws {
        // All 32 corners are taken, so the centres' variance is class_sep²; that of z A is m/3 in the mean.
        var variances: [Double] = []
        var useless: [Double] = []
        for seed in 0..<60 {
            let dataset = try generated(
                "madelon",
                small.merging(["data_seed": .integer(seed), "class_sep": .real(1.5)]) { $1 })
            for column in dataset.numericColumns[..<5] { variances.append(covariance(column, column)) }
            useless += dataset.numericColumns[14...].flatMap { $0 }
        }
        let error = (covariance(variances, variances) / Double(variances.count)).squareRoot()
        // One of 640 rows' degrees of freedom goes into the mean.
        #expect(abs(mean(variances) * 640 / 639 - (2.25 + 5.0 / 3)) < 4 * error)
        #expect(abs(mean(useless)) < 4 / Double(useless.count).squareRoot())
        #expect(abs(covariance(useless, useless) - 1) < 4 * (2 / Double(useless.count)).squareRoot())
    }

    @Test("Clusters are equally large, on distinct corners, and their classes take turns")
    func clusters() throws {
        let dataset = try generated(
            "madelon", small.merging(["class_sep": .real(1000), "flip_y": .real(0)]) { $1 })
        var corners: Set<[Bool]> = []
        for cluster in 0..<32 {
            let rows = cluster * 20..<(cluster + 1) * 20
            let signs = Set(rows.map { row in dataset.numericColumns[..<5].map { $0[row] > 0 } })
            #expect(signs.count == 1)
            corners.formUnion(signs)
            #expect(rows.allSatisfy { dataset.codes[$0] == cluster % 2 })
        }
        #expect(corners.count == 32)
        #expect(dataset.codes == dataset.optimalCodes)
    }

    @Test("Labels are drawn anew as often as asked for")
    func flips() throws {
        let dataset = try generated(
            "madelon",
            [
                "n": .integer(20000), "useless": .integer(0), "redundant": .integer(0),
                "class_sep": .real(1000),
                "flip_y": .real(0.3), "classes": .integer(3), "clusters_per_class": .integer(2),
            ])
        #expect(dataset.truth?.quantities.map(\.name) == ["label_noise_rate"])
        let rate = try #require(dataset.truth?.quantities.first?.values.first)
        #expect(abs(rate - 0.2) < 1e-15)
        #expect(isConsistent(dataset.errorOfBestPredictions(), with: 0.2, count: 20000))
    }

    @Test("The most probable class of clusters is that of SciPy's normal densities")
    func posterior() throws {
        let reference = try GeneratorTruths.read().clusters
        let posterior = try #require(
            ClusterPosterior(
                centres: reference.centres, transforms: reference.transforms, sizes: reference.sizes,
                classes: 2))
        #expect(reference.points.map(posterior.bestClass) == reference.classes)
        for (transform, determinant) in zip(reference.transforms, reference.determinants) {
            let factors = try #require(TriangularFactors(transposing: transform, size: 3))
            #expect(abs(factors.logarithmOfDeterminant - determinant) < 1e-12)
        }
        #expect(TriangularFactors(transposing: [1, 2, 2, 4], size: 2) == nil)
    }

    @Test("The best predictions beat the nearest neighbour in the informative columns")
    func bestPredictions() throws {
        let dataset = try generated("madelon", small.merging(["n": .integer(3000)]) { $1 })
        let columns = dataset.numericColumns[..<5]
        var wrong = 0
        for row in stride(from: 0, to: 3000, by: 10) {
            var nearest = (distance: Double.infinity, row: 0)
            for other in 0..<3000 where other != row {
                let distance = columns.reduce(0) { $0 + ($1[row] - $1[other]) * ($1[row] - $1[other]) }
                if distance < nearest.distance { nearest = (distance, other) }
            }
            if dataset.codes[nearest.row] != dataset.codes[row] { wrong += 1 }
        }
        #expect(dataset.errorOfBestPredictions() < Double(wrong) / 300)
    }

    @Test("More clusters than corners are refused, and sizes beyond reason")
    func refusals() throws {
        let corners = try failure { try generated("madelon", ["informative": .integer(4)]) }
        #expect(corners.exitCode == .usage && corners.description.contains("32 clusters"))
        #expect(try failure { try generated("madelon", ["n": .integer(1_000_000)]) }.exitCode == .usage)
        let law = try failure {
            try generated("madelon", ["informative": .integer(100), "clusters_per_class": .integer(1000)])
        }
        #expect(law.exitCode == .usage)
    }

    @Test("In many dimensions too, the corners are distinct")
    func corners() {
        var stream = DrawStream.law(seed: 3)
        let corners = HypercubeCorners.draw(3000, dimension: 17, &stream)
        #expect(Set(corners).count == 3000 && corners.allSatisfy { $0.count == 17 })
    }
}
