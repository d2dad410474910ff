import Gating
import Primitives
import Records

/// Small baselines for the tests of their files.
enum BaselineSamples {
    static func specification(_ method: String, numerics: Int = 3) -> JSONValue {
        [
            "layout": 2, "numerics": .integer(numerics), "methods": [.string(method)],
            "training": ["epochs": 2],
        ]
    }

    static func cell(
        _ seed: Int, of specification: JSONValue, _ values: [String: Double] = ["accuracy": 0.1]
    ) -> GateMeasurements.Cell {
        .init(
            seed: seed,
            identity: CellConfiguration.Identities(canonical: specification)!.identity(seed: seed),
            values: Dictionary(
                uniqueKeysWithValues: values.map { (.init(part: .test, name: $0.key), $0.value) }),
            parametersDigest: SHA256.hash("parameters \(seed)"))
    }

    static func configuration(
        _ method: String, seeds: [Int] = [0, 1, 2], dataset: String = "moons", model: String = "mlp"
    ) -> GateMeasurements.Configuration {
        let specification = specification(dataset + method)
        return .init(
            labels: .init(dataset: dataset, model: model, method: method), specification: specification,
            cells: seeds.map { cell($0, of: specification, ["accuracy": 0.5 + Double($0) / 7]) })
    }

    static func baseline(
        _ configurations: [GateMeasurements.Configuration] = [configuration("plain"), configuration("sam")],
        note: String? = nil
    ) -> Baseline {
        Baseline(
            note: note,
            measurements: GateMeasurements(
                suite: "small", programVersion: "0.1.0", numericsVersion: 3, configurations: configurations))
    }
}
