import Primitives

/// Published fits of linear mixed models by restricted maximum likelihood.
enum MixedModelReferences {
    static var all: [ReferenceCheck] { dyestuffChecks + stoolChecks + unbalancedChecks }

    /// Davies (1947): the yield of dye in five samples of six batches.
    private static var dyestuffChecks: [ReferenceCheck] {
        let batches: [[Double]] = [
            [1545, 1440, 1440, 1520, 1580], [1540, 1555, 1490, 1560, 1495], [1595, 1550, 1605, 1510, 1560],
            [1445, 1440, 1595, 1465, 1545], [1595, 1630, 1515, 1635, 1625], [1520, 1455, 1450, 1480, 1445],
        ]
        let model = LinearMixedModel(observations(batches.map { $0.map { [$0] } }))
        let source = "lme4, Bates 2010, section 1.3"
        return [
            check("REML criterion, Dyestuff", source, 319.6543, model?.criterion, .decimals(4)),
            check(
                "variance of batches, Dyestuff", source, 1764.05, model?.variance(of: .dataset), .digits(10)),
            check("residual variance, Dyestuff", source, 2451.25, model?.residualVariance, .digits(10)),
            check("mean, Dyestuff", source, 1527.5, model?.means[0], .digits(12)),
            check(
                "standard error of the mean, Dyestuff", source, 19.3834, model?.standardError(ofMean: 0),
                .decimals(4)),
        ]
    }

    /// Pinheiro and Bates (2000), table 1.2: the effort of nine subjects to arise from four stools.
    private static var stoolChecks: [ReferenceCheck] {
        let effort: [[Double?]] = [
            [12, 15, 12, 10], [10, 14, 13, 12], [7, 14, 13, 9], [7, 11, 10, 9], [8, 11, 8, 7],
            [9, 11, 11, 10],
            [8, 12, 12, 11], [7, 11, 8, 7], [9, 13, 10, 8],
        ]
        let model = LinearMixedModel(observations(effort.map { [$0] }))
        let contrast = model?.contrast(1, minus: 0)
        let source = "nlme, Pinheiro and Bates 2000, section 1.2"
        return [
            check(
                "log restricted likelihood, ergoStool", source, -60.56539, model.map { -$0.criterion / 2 },
                .decimals(5)),
            check(
                "deviation of subjects, ergoStool", source, 1.332465,
                model?.variance(of: .dataset)?.squareRoot(),
                .decimals(6)),
            check(
                "residual deviation, ergoStool", source, 1.100295, model?.residualVariance.squareRoot(),
                .decimals(6)),
            check(
                "contrast 2 − 1, ergoStool", source, 3.888889, contrast?.difference, .decimals(6)),
            check("its standard error", source, 0.5186838, contrast?.standardError, .decimals(7)),
            check("its degrees of freedom", source, 24, contrast?.degreesOfFreedom, .digits(10)),
        ]
    }

    /// Five datasets, three seeds, three methods in whole numbers, four cells missing.
    private static var unbalancedChecks: [ReferenceCheck] {
        let values: [[[Double?]]] = [
            [[81, 84, 78], [76, 82, 75], [85, nil, 84]], [[64, 70, 66], [60, 69, 63], [61, 65, 60]],
            [[92, 93, nil], [88, 90, 83], [90, 96, 89]], [[55, 66, 50], [52, 58, 49], [nil, 61, 51]],
            [[70, 71, 70], [75, 79, 73], [72, 75, nil]],
        ]
        let model = LinearMixedModel(observations(values))
        let contrast = model?.contrast(0, minus: 1)
        let source = "NumPy 2.4, REML by dense matrices, near statsmodels 0.15.0's"
        return [
            check(
                "REML criterion, four cells missing", source, 207.73381226299392, model?.criterion,
                .digits(10)),
            check(
                "variance of datasets, four cells missing", source, 184.92925841473823,
                model?.variance(of: .dataset), .digits(9)),
            check(
                "variance of method × dataset, four cells missing", source, 2.387448213948208,
                model?.variance(of: .interaction), .digits(9)),
            check(
                "variance of seeds, four cells missing", source, 7.469878350210549,
                model?.variance(of: .seed),
                .digits(9)),
            check(
                "residual variance, four cells missing", source, 2.466622867053805, model?.residualVariance,
                .digits(9)),
            check(
                "contrast, four missing", source, -4.878875488271106, contrast?.difference, .digits(10)),
            check("its standard error", source, 1.1520206671407935, contrast?.standardError, .digits(9)),
            check(
                "Satterthwaite's degrees of freedom", source, 7.786314414169558, contrast?.degreesOfFreedom,
                .digits(9)),
        ]
    }

    private static func check(
        _ quantity: String, _ source: String, _ expected: Double, _ obtained: Double?,
        _ tolerance: ReferenceCheck.Tolerance
    ) -> ReferenceCheck {
        ReferenceCheck(
            "Linear mixed model", quantity, source: source, expected: expected, obtained: obtained ?? .nan,
            tolerance: tolerance)
    }

    /// Values by dataset, seed and method.
    private static func observations(_ values: [[[Double?]]]) -> [MixedModelObservation] {
        values.enumerated().flatMap { dataset, block in
            block.enumerated().flatMap { seed, line in
                line.enumerated().compactMap { method, value in
                    value.map {
                        MixedModelObservation(method: method, dataset: dataset, seed: seed, value: $0)
                    }
                }
            }
        }
    }
}
