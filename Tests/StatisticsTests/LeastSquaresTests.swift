import Statistics
import Testing

/// The certified data sets are in `NISTReferences`; these are the laws and the edges.
@Suite("Least squares and the analysis of variance") struct LeastSquaresTests {
    @Test("a line through points on it is that line") func exact() throws {
        let xs: [Double] = [-2, 0.5, 1, 4, 7]
        let fit = try #require(leastSquares(rows: xs.map { [1, $0] }, response: xs.map { 3 - 0.25 * $0 }))
        #expect(agree(fit.coefficients[0], 3, 1e-15) && agree(fit.coefficients[1], -0.25, 1e-15))
        #expect(fit.residualSquares < 1e-28 && fit.residualDegrees == 3)
    }

    @Test("a constant alone is the mean, with its standard error") func constant() throws {
        let values = [1.0, 4, 2.5, 8, 3]
        let fit = try #require(leastSquares(rows: values.map { _ in [1] }, response: values))
        #expect(agree(fit.coefficients[0], try #require(mean(values))))
        let error = try #require(estimateMean(values)?.standardError)
        #expect(agree(fit.standardErrors[0], error, 1e-14) && fit.f == nil)
    }

    @Test("dependent columns and too few rows have no fit") func degenerate() {
        #expect(leastSquares(rows: [[1, 2], [1, 2], [1, 2]], response: [1, 2, 3]) == nil)
        #expect(leastSquares(rows: [[1, 2, 3]], response: [1]) == nil)
        #expect(leastSquares(rows: [], response: []) == nil)
        #expect(leastSquares(rows: [[0], [0]], response: [1, 2]) == nil)
    }

    @Test("as many columns as rows leave no standard errors") func saturated() throws {
        let fit = try #require(leastSquares(rows: [[1, 1], [1, 3]], response: [2, 8]))
        #expect(agree(fit.coefficients[0], -1, 1e-14) && agree(fit.coefficients[1], 3, 1e-14))
        #expect(fit.standardErrors.isEmpty && fit.residualDeviation == nil)
    }

    @Test("two groups: F is the square of the pooled t") func twoGroups() throws {
        let (a, b) = ([1.0, 2.5, 4, 3], [4.0, 5.5, 3.5])
        let result = try #require(oneWayAnalysisOfVariance([a, b]))
        let d = try #require(cohensD(a, b)).value
        let t = d / (1.0 / 4 + 1.0 / 3).squareRoot()
        #expect(agree(result.f, t * t, 1e-13))
        #expect(agree(result.p, StudentT(degreesOfFreedom: 5).twoSided(t), 1e-12))
        #expect(oneWayAnalysisOfVariance([a]) == nil && oneWayAnalysisOfVariance([a, []]) == nil)
        #expect(oneWayAnalysisOfVariance([[1, 1], [2, 2]]) == nil)
    }

    @Test("autocorrelation of an alternating series") func autocorrelations() throws {
        #expect(agree(try #require(autocorrelation([1, -1, 1, -1])), -0.75))
        #expect(autocorrelation([1]) == nil && autocorrelation([2, 2, 2]) == nil)
    }
}
