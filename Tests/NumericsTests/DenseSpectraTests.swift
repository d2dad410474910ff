import Foundation
import Numerics
import Testing

/// Against numpy.linalg (`Tests/Reference/probes.py`).
@Suite("Eigenvalues and singular values")
struct DenseSpectraTests {
    struct Case: Decodable, Sendable {
        var rows: Int
        var columns: Int
        var matrix: [Double]
        var singular: [Double]
        var eigenvalues: [Double]?
    }

    static let cases: [Case] = {
        let file = Bundle.module.url(forResource: "Reference/spectra", withExtension: "json")!
        return try! JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
    }()

    private func check(_ actual: [Double], _ expected: [Double]) {
        #expect(actual.count == expected.count)
        let scale = expected.map(abs).max() ?? 0
        for (a, e) in zip(actual, expected) { #expect(abs(a - e) <= 1e-13 * scale, "\(a) \(e)") }
        #expect(actual == actual.sorted(by: >))
    }

    @Test("agree with NumPy's", arguments: cases)
    func reference(item: Case) {
        check(
            DenseSpectra.singularValues(item.matrix, rows: item.rows, columns: item.columns), item.singular)
        if let eigenvalues = item.eigenvalues {
            check(DenseSpectra.eigenvalues(ofSymmetric: item.matrix, order: item.rows), eigenvalues)
        }
    }

    @Test("zeros, multiples of the identity, huge and tiny numbers, numbers that are not finite")
    func edges() {
        #expect(DenseSpectra.singularValues([0, 0, 0, 0, 0, 0], rows: 2, columns: 3) == [0, 0])
        #expect(DenseSpectra.eigenvalues(ofSymmetric: [0, 0, 0, 0], order: 2) == [0, 0])
        #expect(DenseSpectra.eigenvalues(ofSymmetric: [], order: 0) == [])
        #expect(DenseSpectra.eigenvalues(ofSymmetric: [3, 0, 0, 3], order: 2) == [3, 3])
        #expect(DenseSpectra.singularValues([1e200, 0, 0, 1e180], rows: 2, columns: 2) == [1e200, 1e180])
        let tiny = DenseSpectra.singularValues([3e-200, 4e-200], rows: 1, columns: 2)
        #expect(abs(tiny[0] / 5e-200 - 1) < 1e-15)
        #expect(DenseSpectra.singularValues([.nan, 1], rows: 2, columns: 1)[0].isNaN)
        #expect(DenseSpectra.eigenvalues(ofSymmetric: [.infinity], order: 1)[0].isNaN)
    }
}
