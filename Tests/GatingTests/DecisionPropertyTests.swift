import Numerics
import Primitives
import Records
import Testing

@testable import Gating

/// What holds of any two sides: random ones, with failures, values that are not numbers, costs and renamed methods.
@Suite("Properties of the decision") struct DecisionPropertyTests {
    private typealias Sides = DecisionSides

    /// One side of a gate; `isPlain` leaves out what the two sides do not treat alike.
    private func side(_ stream: inout RandomStream, isCandidate: Bool, isPlain: Bool) -> GateMeasurements {
        var configurations: [GateMeasurements.Configuration] = []
        let name = isCandidate ? "candidate" : "baseline"
        for dataset in ["iris", "moons"] {
            for (number, method) in ["baseline", "dropout", "sam", "mixup"].enumerated() {
                let isRenamed = !isPlain && isCandidate && stream.integer(below: 6) == 0
                let labels = Sides.labels(isRenamed ? "new \(method)" : method, dataset: dataset)
                // Some methods are alike on both sides, the others differ by more or less.
                let shift = number == 0 ? 0 : 0.02 * (stream.uniform() - 0.5)
                var cells: [GateMeasurements.Cell] = []
                for seed in 0..<6 where isPlain || stream.integer(below: 12) > 0 {
                    let noise = number == 0 ? 0 : 0.004 * stream.normal()
                    var values = [
                        Sides.accuracy: 0.8 + 0.01 * Double(seed % 4) + (isCandidate ? shift + noise : 0),
                        Sides.loss: 0.4 + 0.02 * Double(seed % 3) - (isCandidate ? shift - noise : 0),
                    ]
                    let kind = isPlain ? 9 : stream.integer(below: 40)
                    if kind == 0 { values[Sides.loss] = .nan }
                    if kind == 1 { values[Sides.accuracy] = nil }
                    let isFailed = kind == 2
                    cells.append(
                        Sides.cell(
                            seed, isFailed ? [:] : values, side: name,
                            bits: number == 0 ? "the same \(seed)" : nil,
                            status: isFailed ? .failed("step \(seed)") : .completed))
                }
                var specification = Sides.specification(Sides.labels(method, dataset: dataset))
                if !isPlain, isCandidate, stream.integer(below: 8) == 0,
                    case .object(var members) = specification
                {
                    members["epochs"] = 3
                    specification = .object(members)
                }
                let speeds = (0..<4).map { _ in DeterministicMath.exp(0.1 * stream.normal()) }
                configurations.append(
                    .init(
                        labels: labels, specification: specification, cells: cells,
                        costs: isPlain
                            ? [:] : [.memory: [Double(1000 + stream.integer(below: 400))], .speed: speeds]))
            }
        }
        return Sides.side(configurations)
    }

    private func rules(_ number: Int, isPlain: Bool) -> GateRules {
        Sides.rules(scope: GateRules.Scope.allCases[number % 3]) {
            $0.metrics.append(.init(measure: Sides.loss, direction: .lower, margin: .relative(0.03)))
            $0.failureMargin = number % 2 == 0 ? 0 : 0.1
            $0.requiresSameBits = number % 5 == 0 && !isPlain
            if !isPlain { $0.costs = [.init(cost: .memory, margin: 0.1), .init(cost: .speed, margin: 0.2)] }
        }
    }

    private func shuffled(_ side: GateMeasurements, _ stream: inout RandomStream) -> GateMeasurements {
        var side = side
        side.configurations = stream.shuffled(side.configurations)
        for index in side.configurations.indices {
            side.configurations[index].cells = stream.shuffled(side.configurations[index].cells)
        }
        return side
    }

    @Test("no order of configurations and cells reaches the decision or what is printed") func order() {
        var seen: Set<GateVerdict> = []
        for number in 0..<16 {
            var stream = RandomStream(seed: number, name: "decision-order")
            let old = side(&stream, isCandidate: false, isPlain: false)
            let new = side(&stream, isCandidate: true, isPlain: false)
            let rules = rules(number, isPlain: false)
            for isSequential in [false, true] {
                func decide(_ old: GateMeasurements, _ new: GateMeasurements) -> GateDecision {
                    Sides.decide(
                        (old, new), rules, sequential: isSequential, comparesChanged: number % 4 == 0)
                }
                let decision = decide(old, new)
                seen.formUnion(decision.rows.map(\.verdict))
                let other = decide(shuffled(old, &stream), shuffled(new, &stream))
                #expect(other == decision, "\(number)")
                for output in GateOutputs.all {
                    #expect(
                        output.render(other, GateSamples.context)
                            == output.render(decision, GateSamples.context),
                        "\(number) \(output.format)")
                }
            }
        }
        // All that may happen to a row did.
        #expect(seen == Set(GateVerdict.allCases))
    }

    @Test("what is worse one way is better the other way") func swapped() throws {
        var regressed = 0
        for number in 0..<24 {
            var stream = RandomStream(seed: number, name: "decision-swap")
            let old = side(&stream, isCandidate: false, isPlain: true)
            let new = side(&stream, isCandidate: true, isPlain: true)
            let rules = rules(number, isPlain: true)
            for isSequential in [false, true] {
                let there = Sides.decide((old, new), rules, sequential: isSequential)
                let back = Sides.decide((new, old), rules, sequential: isSequential)
                #expect(there.rows.map(\.id) == back.rows.map(\.id) && there.familySize == back.familySize)
                for (row, other) in zip(there.rows, back.rows) {
                    #expect(row.pWorse == other.pBetter && row.pBetter == other.pWorse, "\(number) \(row.id)")
                    #expect(row.verdict != .regressed || other.verdict == .improved, "\(number) \(row.id)")
                    #expect((row.reason == .identical) == (other.reason == .identical))
                    regressed += row.verdict == .regressed ? 1 : 0
                }
            }
        }
        #expect(regressed >= 10)
    }
}
