import Primitives

/// Published values of corrections of p-values.
enum CorrectionReferences {
    static var all: [ReferenceCheck] {
        let p = [0.01, 0.02, 0.03, 0.04, 0.05]
        let uneven = [0.001, 0.3, 0.02, 0.012, 0.9, 0.04]
        return [
            checks(.holm, "Holm's correction", p, [0.05, 0.08, 0.09, 0.09, 0.09], "R, p.adjust"),
            checks(
                .benjaminiHochberg, "Benjamini–Hochberg's correction", p, [0.05, 0.05, 0.05, 0.05, 0.05],
                "R, p.adjust"),
            checks(
                .hochberg, "Hochberg's correction", uneven, [0.006, 0.6, 0.08, 0.06, 0.9, 0.12],
                "statsmodels 0.15.0, multipletests"),
            checks(
                .bonferroni, "Bonferroni's correction", uneven, [0.006, 1, 0.12, 0.072, 1, 0.24],
                "statsmodels 0.15.0, multipletests"),
            checks(
                .benjaminiYekutieli, "Benjamini–Yekutieli's correction", uneven,
                [0.0147, 0.882, 0.098, 0.0882, 1, 0.147], "statsmodels 0.15.0, multipletests"),
        ].flatMap { $0 }
    }

    private static func checks(
        _ correction: Correction, _ name: String, _ p: [Double], _ expected: [Double], _ source: String
    ) -> [ReferenceCheck] {
        let ours = adjusted(p, by: correction)
        return p.indices.map {
            ReferenceCheck(
                name, "p = \(p[$0]) of \(p.count)", source: source, expected: expected[$0],
                obtained: ours[$0],
                tolerance: .digits(13))
        }
    }
}
