import Datasets
import Methods
import Models
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// Targets and losses: limits, closed forms and draws; their steps are in MethodReferenceTests.
@Suite("Targets and losses")
struct TargetTests {
    static let seed = 6
    let data = Fixture.data(rows: 40)
    let oracle = Oracle(inputs: 5, hidden: 7, classes: 3)

    private func blueprint(
        _ methods: [(any Method.Type, ComponentUse)], _ data: PreparedData, model: String = "mlp",
        optimizer: (any Method.Type, ComponentUse)? = nil
    ) -> CellBlueprint {
        let arguments: [String: ParameterValue] = model == "mlp" ? ["hidden": .integers([7])] : [:]
        let plain = method("sgd", ["learning_rate": constant(0.2)])
        return Fixture.blueprint(
            data, model: model, arguments, optimizer: optimizer ?? plain, methods: methods)
    }

    /// The cell after its pipeline.
    private func trained(
        _ methods: [(any Method.Type, ComponentUse)], _ data: PreparedData? = nil, epochs: Int = 1,
        batch: Int = 10, model: String = "mlp"
    ) -> CellState {
        let data = data ?? self.data
        let blueprint = blueprint(methods, data, model: model)
        var cell = CellState(blueprint, data, seed: Self.seed, ExecutionEnvironment())
        for stage in blueprint.pipeline(Fixture.settings(epochs: epochs, batchSize: batch)) {
            try! stage.run(&cell)
        }
        return cell
    }

    private func distance(_ a: CellState, _ b: CellState) -> Double {
        zip(a.parameters.values, b.parameters.values).map { Double(abs($0 - $1)) }.max()!
    }

    @Test("losses with a parameter tend to cross-entropy in its limit")
    func limits() {
        let plain = trained([])
        for (id, parameter, small, far) in [
            ("generalized-cross-entropy", "q", 1e-5, 0.9), ("jensen-shannon", "pi", 1e-3, 0.9),
            ("focal", "gamma", 1e-5, 3), ("forward-correction", "rate", 1e-6, 0.4),
        ] {
            let near = distance(trained([method(id, [parameter: constant(small)])]), plain)
            #expect(near < 5e-3 && near > 0, "\(id) \(near)")
            let away = distance(trained([method(id, [parameter: constant(far)])]), plain)
            #expect(away > 10 * near && away > 1e-2, "\(id) \(away)")
        }
    }

    @Test("disturbed labels are those of the method's own draws")
    func disturbLabel() {
        let chosen = RandomKey(seed: Self.seed, name: "disturb-label/chosen")
        let classes = RandomKey(seed: Self.seed, name: "disturb-label/class")
        var p = ParameterLayout(blueprint([], data).model.parameters).initialValues(seed: Self.seed)
            .map(Double.init)
        let order = RandomKey(seed: Self.seed, name: "shuffle").permutation(step: 0, count: 40).map {
            Int($0)
        }
        var changes = 0
        for step in 0..<4 {
            let rows = order[10 * step..<10 * step + 10]
            let x = rows.map { row in (0..<5).map { Double(data.train.inputs[5 * row + $0]) } }
            var t = rows.map { row in (0..<3).map { Double(data.train.targets[3 * row + $0]) } }
            let first = (0..<3).flatMap { chosen.uniforms(step: step, block: $0) }
            let second = (0..<3).flatMap { classes.uniforms(step: step, block: $0) }
            for row in 0..<10 where first[row] < Float(0.6) {
                let drawn = Int(3 * second[row])
                if t[row][drawn] == 0 { changes += 1 }
                t[row] = (0..<3).map { $0 == drawn ? 1 : 0 }
            }
            p = zip(p, oracle.lossAndGradient(p, x, t).1).map { $0 - 0.2 * $1 }
        }
        #expect(changes > 5)
        let actual = trained([method("disturb-label", ["rate": constant(0.6)])]).parameters.values
        for (a, e) in zip(actual, p) { #expect(abs(Double(a) - e) <= 2e-6 * (1 + abs(e))) }
    }

    @Test("online soft labels begin when the method is switched on: uniform, as in label smoothing")
    func lateSoftLabels() {
        func window(_ value: Double) -> ParameterValue {
            .schedule(.window(value: value, outside: 0, begin: 1, end: nil, unit: .epoch))
        }
        let online = trained([method("online-label-smoothing", ["share": window(0.4)])], epochs: 2)
        let uniform = trained([method("label-smoothing", ["epsilon": window(0.4)])], epochs: 2)
        #expect(distance(online, uniform) < 1e-6)
        #expect(distance(online, trained([], epochs: 2)) > 1e-2)
    }

    @Test(
        "a class without training rows leaves everything finite",
        arguments: [
            "logit-adjustment", "post-hoc-logit-adjustment", "ldam", "class-balanced",
            "inverse-frequency-weights", "online-label-smoothing",
        ])
    func absentClass(id: String) {
        var data = data
        for row in 0..<40 where data.train.targets[3 * row + 2] == 1 {
            data.train.targets[3 * row + 2] = 0
            data.train.targets[3 * row] = 1
        }
        let cell = trained([method(id)], data, epochs: 3)
        #expect(cell.failure == nil)
        #expect(cell.parameters.values.allSatisfy { $0.isFinite })
        #expect(Evaluator(cell).outputs(of: data.test, cell).allSatisfy { $0.isFinite })
    }

    @Test("the post-hoc adjustment takes the log shares from the outputs, and nothing else changes")
    func postHoc() {
        let plain = trained([])
        let adjusted = trained([method("post-hoc-logit-adjustment", ["tau": constant(1.5)])])
        #expect(adjusted.parameters.values == plain.parameters.values)
        let counts = (0..<3).map { k in (0..<40).map { Double(data.train.targets[3 * $0 + k]) }.reduce(0, +) }
        let before = Evaluator(plain).outputs(of: data.test, plain)
        let after = Evaluator(adjusted).outputs(of: data.test, adjusted)
        for index in before.indices {
            let shift = 1.5 * DeterministicMath.log(counts[index % 3] / 40)
            #expect(abs(Double(after[index]) - (Double(before[index]) - shift)) < 1e-5)
        }
    }

    @Test("a loss that computes rows anew refuses losses inside it, which it would silence")
    func silencedLosses() throws {
        func refusal(_ ids: [String], regression: Bool = false) -> Diagnostic? {
            let data = Fixture.data(regression: regression)
            return blueprint(ids.map { method($0) }, data).refusal(
                Fixture.settings(epochs: 1, batchSize: 10), inputs: data.layout,
                targetWidth: data.outputWidth)?.reason
        }
        for id in ["focal", "hinge", "brier", "jensen-shannon"] {
            let reason = try #require(refusal([id, "l2", "ldam"]))
            #expect(reason.message.contains(id) && reason.message.contains("ldam"))
            #expect(refusal(["ldam", "l2", id]) == nil)
        }
        for id in ["gaussian-nll", "hl-gauss", "huber"] {
            #expect(refusal([id, "expectile"], regression: true) != nil)
            #expect(refusal(["tilted-loss", id], regression: true) == nil)
        }
    }

    // MARK: Gaussian likelihood

    @Test("a step of the Gaussian likelihood, in closed form for a linear model", arguments: [0.0, 0.5])
    func gaussianStep(beta: Double) {
        let data = Fixture.data(rows: 20, regression: true)
        let entry = method("gaussian-nll", ["beta": constant(beta)])
        var w = blueprint([entry], data, model: "linear").initialParameters(seed: Self.seed)
            .map(Double.init)
        let cell = trained([entry], data, batch: 20, model: "linear")
        // The layout: weights inputs × (mean, log variance), then two biases.
        var gradient = [Double](repeating: 0, count: w.count)
        for row in 0..<20 {
            let x = (0..<5).map { Double(data.train.inputs[5 * row + $0]) } + [1]
            let y = Double(data.train.targets[row])
            let mean = (0..<6).map { x[$0] * w[2 * $0] }.reduce(0, +)
            let s = (0..<6).map { x[$0] * w[2 * $0 + 1] }.reduce(0, +)
            let precision = DeterministicMath.exp(-s)
            let weight = DeterministicMath.exp(beta * s)
            for i in 0..<6 {
                gradient[2 * i] += weight * (mean - y) * precision * x[i] / 20
                gradient[2 * i + 1] += weight * 0.5 * (1 - (mean - y) * (mean - y) * precision) * x[i] / 20
            }
        }
        for i in w.indices { w[i] -= 0.2 * gradient[i] }
        for (a, e) in zip(cell.parameters.values, w) { #expect(abs(Double(a) - e) <= 2e-6 * (1 + abs(e))) }
        let outputs = Evaluator(cell).outputs(of: data.test, cell)
        #expect(outputs.count == data.test.rows)
        for row in 0..<data.test.rows {
            let x = (0..<5).map { Double(data.test.inputs[5 * row + $0]) } + [1]
            let mean = (0..<6).map { x[$0] * w[2 * $0] }.reduce(0, +)
            #expect(abs(Double(outputs[row]) - mean) < 1e-5)
        }
    }

    @Test("a fixed variance is the squared error, bit for bit")
    func gaussianFixed() {
        let data = Fixture.data(rows: 20, regression: true)
        let entry = method("gaussian-nll", ["variance": .text("fixed")])
        let cell = trained([entry], data, batch: 20, model: "linear")
        let plain = trained([], data, batch: 20, model: "linear")
        #expect(cell.parameters.values == plain.parameters.values)
    }

    // MARK: Histograms

    @Test("a step towards the histogram of a Gaussian, in closed form for a linear model")
    func histogramStep() {
        let data = Fixture.data(rows: 20, regression: true)
        let entry = method(
            "hl-gauss", ["bins": .integer(9), "limit": .real(1.5), "smoothing": constant(1.25)])
        var w = blueprint([entry], data, model: "linear").initialParameters(seed: Self.seed)
            .map(Double.init)
        #expect(w.count == 6 * 9)
        let cell = trained([entry], data, batch: 20, model: "linear")
        let width = 3.0 / 9
        func probabilities(_ x: [Double]) -> [Double] {
            let z = (0..<9).map { k in (0..<6).map { x[$0] * w[9 * $0 + k] }.reduce(0, +) }
            let powers = z.map { DeterministicMath.exp($0 - z.max()!) }
            return powers.map { $0 / powers.reduce(0, +) }
        }
        var gradient = [Double](repeating: 0, count: w.count)
        var isHeld = false
        for row in 0..<20 {
            let x = (0..<5).map { Double(data.train.inputs[5 * row + $0]) } + [1]
            let target = Double(data.train.targets[row])
            if abs(target) > 1.5 { isHeld = true }
            let y = min(max(target, -1.5), 1.5)
            let below = (0...9).map {
                DeterministicMath.normalCumulative((Double($0) * width - 1.5 - y) / (1.25 * width))
            }
            let p = probabilities(x)
            for k in 0..<9 {
                let q = (below[k + 1] - below[k]) / (below[9] - below[0])
                for i in 0..<6 { gradient[9 * i + k] += (p[k] - q) * x[i] / 20 }
            }
        }
        #expect(isHeld)
        for i in w.indices { w[i] -= 0.2 * gradient[i] }
        for (a, e) in zip(cell.parameters.values, w) { #expect(abs(Double(a) - e) <= 2e-6 * (1 + abs(e))) }
        let outputs = Evaluator(cell).outputs(of: data.test, cell)
        for row in 0..<data.test.rows {
            let p = probabilities((0..<5).map { Double(data.test.inputs[5 * row + $0]) } + [1])
            let mean = (0..<9).map { p[$0] * ((Double($0) + 0.5) * width - 1.5) }.reduce(0, +)
            #expect(abs(Double(outputs[row]) - mean) < 1e-5)
        }
    }

    @Test("no bins are the squared error, bit for bit, and one bin is refused")
    func histogramNeutral() {
        let data = Fixture.data(rows: 20, regression: true)
        let none = trained([method("hl-gauss", ["bins": .integer(0)])], data, model: "linear")
        #expect(none.parameters.values == trained([], data, model: "linear").parameters.values)
        for (bins, isRefused) in [(1, true), (2, false)] {
            let refusal = blueprint([method("hl-gauss", ["bins": .integer(bins)])], data).refusal(
                Fixture.settings(epochs: 1, batchSize: 10), inputs: data.layout, targetWidth: 1)
            #expect((refusal != nil) == isRefused)
        }
    }

    // MARK: Noise

    @Test("noise on targets is drawn from the method's stream")
    func targetNoise() {
        let data = Fixture.data(rows: 20, regression: true)
        let entry = method("target-noise", ["sigma": constant(0.8)])
        let start = blueprint([], data, model: "linear").initialParameters(seed: Self.seed).map(Double.init)
        let noisy = trained([entry], data, batch: 20, model: "linear").parameters.values
        let plain = trained([], data, batch: 20, model: "linear").parameters.values
        // The bias's gradient is −2 times the mean residual, so its change is 0.4 times the mean noise.
        let key = RandomKey(seed: Self.seed, name: "target-noise/noise")
        let shift = Double(noisy[5] - plain[5]) / 0.4
        let noise = (0..<20).map { key.normal(step: 0, element: $0) }.reduce(0, +) / 20
        #expect(abs(shift - 0.8 * noise) < 1e-5)
        #expect(abs(shift) > 0.01 && start[5] == 0)
    }

    // MARK: Temperature scaling

    private func likelihood(_ logits: [Double], _ targets: [Double], temperature: Double) -> Double {
        var sum = 0.0
        for row in 0..<logits.count / 3 {
            let z = logits[3 * row..<3 * row + 3].map { $0 / temperature }
            let top = z.max()!
            let total = z.map { DeterministicMath.exp($0 - top) }.reduce(0, +)
            for (logit, target) in zip(z, targets[3 * row..<3 * row + 3]) {
                sum -= target * (logit - top - DeterministicMath.log(total))
            }
        }
        return sum
    }

    @Test("the temperature minimises the likelihood, and follows the scale of the logits")
    func temperatureFit() {
        var stream = RandomStream(seed: 2, name: "temperature")
        let logits = (0..<60).map { _ in 2 * stream.normal() }
        // Right in two rows of three, so that the minimum lies inside.
        let targets = (0..<20).flatMap { row -> [Double] in
            let z = Array(logits[3 * row..<3 * row + 3])
            let top = z.firstIndex(of: z.max()!)!
            let label = row % 3 == 0 ? (top + 1) % 3 : top
            return (0..<3).map { $0 == label ? 1 : 0 }
        }
        let best = TemperatureFit.temperature(logits, targets, width: 3)
        #expect(best > 0.1 && best < 50)
        let least = likelihood(logits, targets, temperature: best)
        for factor in [0.5, 0.9, 0.99, 1.01, 1.1, 2] {
            #expect(likelihood(logits, targets, temperature: factor * best) > least)
        }
        let scaled = TemperatureFit.temperature(logits.map { 3 * $0 }, targets, width: 3)
        #expect(abs(scaled / best - 3) < 1e-9)
        // A row of weight 2 counts as two rows.
        let weights = (0..<20).map { Double(1 + $0 % 2) }
        let repeated = (0..<20).flatMap { row in (0...row % 2).map { _ in row } }
        func rows(_ values: [Double]) -> [Double] { repeated.flatMap { values[3 * $0..<3 * $0 + 3] } }
        let weighted = TemperatureFit.temperature(logits, targets, width: 3, weights: weights)
        #expect(abs(weighted / TemperatureFit.temperature(rows(logits), rows(targets), width: 3) - 1) < 1e-9)
        #expect(abs(weighted / best - 1) > 1e-3)
    }

    @Test("where every row is right the temperature meets its lower end")
    func separable() {
        let temperature = TemperatureFit.temperature([1, 0, 0, 0, 2, 0], [1, 0, 0, 0, 1, 0], width: 3)
        #expect(abs(temperature - 0.01) < 1e-12)
    }

    @Test("a cell's outputs are divided by the temperature of its validation rows")
    func temperatureScaling() {
        let plain = trained([], epochs: 5)
        let scaled = trained([method("temperature-scaling")], epochs: 5)
        #expect(scaled.parameters.values == plain.parameters.values)
        let validation = Evaluator(plain).outputs(of: data.validation, plain).map(Double.init)
        let expected = TemperatureFit.temperature(
            validation, data.validation.targets.map(Double.init), width: 3)
        #expect(abs(expected - 1) > 0.01)
        let before = Evaluator(plain).outputs(of: data.test, plain)
        let after = Evaluator(scaled).outputs(of: data.test, scaled)
        for (b, a) in zip(before, after) {
            #expect(abs(Double(a) - Double(b) / expected) < 1e-5 * (1 + abs(Double(b) / expected)))
        }
    }

    @Test("without validation rows a temperature cannot be fitted, and the cell says so")
    func noValidation() {
        var data = data
        data.validation = Partition(rows: 0, inputs: [], targets: [], labels: [], values: [])
        let fitted = trained([method("temperature-scaling")], data)
        #expect(fitted.failure != nil)
        let unfitted = trained([method("temperature-scaling", ["fitted_on": .text("none")])], data)
        #expect(unfitted.failure == nil)
    }

    @Test(
        "terms of hidden activations need hidden layers",
        arguments: ["dispersive-loss", "center-loss", "ridg", "angular-margin"])
    func refusals(id: String) {
        for (model, isRefused) in [("linear", true), ("mlp", false)] {
            let refusal = blueprint([method(id)], data, model: model).refusal(
                Fixture.settings(epochs: 1, batchSize: 10), inputs: data.layout, targetWidth: 3)
            #expect((refusal != nil) == isRefused)
        }
    }
}
