import Numerics
import Primitives
import Records

@testable import Gating

/// Arms of self-tests whose truth is known: normal values around a mean per configuration.
struct SelfTestSample {
    var methods = ["baseline", "dropout", "sam"]
    var datasets = ["moons", "iris"]
    var seeds = 48
    /// The standard deviation of what the seed does to both arms alike.
    var shared = 0.02
    /// The standard deviation of what training does by itself.
    var own = 0.01
    /// How many times as much it does by itself, by method.
    var noise: (String) -> Double = { _ in 1 }
    /// What a change adds to the accuracy, by method.
    var change: (String) -> Double = { _ in 0 }

    static let accuracy = ResultTable.Measure(part: .test, name: "accuracy")
    static let loss = ResultTable.Measure(part: .test, name: "log_loss")

    static func rules(margin: Double = 0.02) -> GateRules {
        GateRules(
            metrics: [
                .init(measure: accuracy, direction: .higher, margin: .absolute(margin)),
                .init(measure: loss, direction: .lower, margin: .relative(5 * margin)),
            ])
    }

    /// One arm; other names draw other training noise.
    func arm(_ name: String) -> GateMeasurements {
        var configurations: [GateMeasurements.Configuration] = []
        for dataset in datasets {
            for method in methods {
                let labels = GateMeasurements.Labels(dataset: dataset, model: "mlp", method: method)
                let cells = (0..<seeds).map { seed -> GateMeasurements.Cell in
                    var split = RandomStream(seed: seed, name: "split/\(dataset)")
                    var training = RandomStream(seed: seed, name: "\(name)/\(labels)")
                    let own = own * noise(method)
                    let accuracy = 0.9 + shared * split.normal() + own * training.normal() + change(method)
                    let loss = 0.3 + shared * split.normal() + own * training.normal() - change(method)
                    return .init(
                        seed: seed, identity: CellIdentity(SHA256.hash("\(labels) \(seed)")),
                        values: [Self.accuracy: accuracy, Self.loss: loss],
                        parametersDigest: SHA256.hash("\(name) \(labels) \(seed)"))
                }
                configurations.append(
                    .init(
                        labels: labels, specification: ["labels": .string(labels.description)], cells: cells))
            }
        }
        return GateMeasurements(
            suite: "sample", programVersion: "1", numericsVersion: 1,
            configurations: configurations.sorted { $0.labels < $1.labels })
    }

    /// Arms with one planted change: every accuracy is lower by `worse`.
    func arms(worse: Double = 0.05) -> SelfTestArms {
        var planted = self
        planted.change = { _ in -worse }
        return SelfTestArms(
            clean: arm("clean"), restarted: arm("restarted"),
            planted: [.init(id: "worse", summary: "accuracy is lower", measurements: planted.arm("clean"))])
    }
}
