import Primitives
import Records
import Runner
import Testing

/// Two outcomes of a cell are the same if and only if every bit is.
@Suite("Comparison of outcomes")
struct OutcomeComparisonTests {
    static let outcome = Outcome(
        status: .completed,
        metrics: [
            MetricValue(part: .test, name: "accuracy", value: 0.75),
            MetricValue(part: .train, name: "log-loss", value: .nan),
        ],
        curves: [
            CurvePoint(epoch: 1, part: .train, name: "loss", value: 2),
            CurvePoint(epoch: 2, part: .train, name: "loss", value: 1.5),
            CurvePoint(epoch: 2, part: .validation, name: "accuracy", value: -0.0),
        ],
        parametersDigest: SHA256.hash("parameters"), predictionsDigest: SHA256.hash("predictions"),
        predictions: [PartPredictions(part: .test, width: 2, values: [1, 2, 3, 4])],
        startedAt: 0, wallNanoseconds: 1, cpuNanoseconds: 1, peakBytes: 1)

    private func subjects(_ change: (inout Outcome) -> Void) -> [String] {
        var changed = Self.outcome
        change(&changed)
        let there = OutcomeComparison.differences(Self.outcome, changed)
        let back = OutcomeComparison.differences(changed, Self.outcome)
        #expect(there.map(\.subject) == back.map(\.subject))
        return there.map(\.subject)
    }

    @Test("is blind to times, memory, order and the words of a cause, and one NaN equals another")
    func same() {
        #expect(
            subjects {
                $0.startedAt = 9
                $0.wallNanoseconds = 9
                $0.cpuNanoseconds = 9
                $0.peakBytes = nil
                $0.metrics.reverse()
                $0.curves.reverse()
                $0.metrics[0].value = -Double.nan
            }.isEmpty)
    }

    @Test("sees one bit of a digest, a metric and a curve, and names what differs")
    func bits() {
        #expect(subjects { $0.parametersDigest = SHA256.hash("p") } == ["SHA-256 of parameters"])
        #expect(subjects { $0.predictionsDigest = SHA256.hash("p") } == ["SHA-256 of predictions"])
        #expect(subjects { $0.metrics[0].value = 0.75.nextUp } == ["metric test.accuracy"])
        #expect(subjects { $0.curves[1].value = 1.5.nextDown } == ["curve train.loss"])
        #expect(subjects { $0.curves[2].value = 0 } == ["curve validation.accuracy"])
        #expect(subjects { $0.predictions[0].values[2] = Float(3).nextUp } == ["predictions of test"])
        #expect(subjects { $0.predictions[0].width = 4 } == ["predictions of test"])
    }

    @Test("sees what is missing on either side")
    func missing() {
        #expect(subjects { $0.metrics.removeFirst() } == ["metric test.accuracy"])
        #expect(subjects { $0.metrics[0].name = "f1" } == ["metric test.accuracy", "metric test.f1"])
        #expect(subjects { $0.curves.removeFirst() } == ["curve train.loss"])
        #expect(subjects { $0.parametersDigest = nil } == ["SHA-256 of parameters"])
        #expect(subjects { $0.status = .diverged("x") } == ["status"])
    }

    @Test("does not ask for what an older program did not keep")
    func older() {
        var old = Self.outcome
        old.predictionsDigest = nil
        old.predictions = []
        #expect(OutcomeComparison.differences(old, Self.outcome).isEmpty)
        // A fresh outcome must have it; a stored one may be old.
        #expect(!OutcomeComparison.differences(Self.outcome, old).isEmpty)
        #expect(OutcomeComparison.differences(Self.outcome, old, presentIsStored: true).isEmpty)
    }

    @Test("does not ask for a metric that an older program did not record, but for one that was lost")
    func youngerMetrics() {
        var fresh = Self.outcome
        fresh.metrics += [DataPart.train, .test].map { MetricValue(part: $0, name: "auroc", value: 0.5) }
        #expect(OutcomeComparison.differences(Self.outcome, fresh).isEmpty)
        #expect(OutcomeComparison.metricsNotStored(Self.outcome, fresh) == ["auroc"])
        // Not the other way round, but for stores of different age.
        let gone = OutcomeComparison.differences(fresh, Self.outcome).map(\.subject)
        #expect(gone == ["metric train.auroc", "metric test.auroc"])
        #expect(OutcomeComparison.differences(fresh, Self.outcome, presentIsStored: true).isEmpty)
        // On some part it was recorded, so that it was on all.
        var half = fresh
        half.metrics.removeLast()
        #expect(OutcomeComparison.differences(half, fresh).map(\.subject) == ["metric test.auroc"])
        #expect(OutcomeComparison.metricsNotStored(half, fresh).isEmpty)
        // Metrics that were always recorded, or that the suite asked for, must be there.
        for name in ["brier", "kappa"] {
            var more = Self.outcome
            more.metrics.append(MetricValue(part: .test, name: name, value: 0.5))
            #expect(
                OutcomeComparison.differences(Self.outcome, more).map(\.subject) == ["metric test.\(name)"])
        }
    }

    @Test("asks a fresh outcome for every part that is kept, a stored one only for what it has")
    func lackingPart() {
        var lacking = Self.outcome
        lacking.predictions = []
        let found = OutcomeComparison.differences(Self.outcome, lacking)
        #expect(found.map(\.subject) == ["predictions of test"])
        #expect(found.map { $0.text() } == ["predictions of test: missing, or of another size"])
        #expect(OutcomeComparison.differences(Self.outcome, lacking, presentIsStored: true).isEmpty)
    }

    @Test("tells both values to the last bit, and the first epoch of a curve that differs")
    func text() throws {
        var changed = Self.outcome
        changed.metrics[0].value = 0.8125
        changed.curves[1].value = .infinity
        let lines = OutcomeComparison.differences(Self.outcome, changed).map { $0.text() }
        #expect(
            lines == [
                "metric test.accuracy: stored 0x1.8p-1 (0.75), now 0x1.ap-1 (0.8125)",
                "curve train.loss: first differs in epoch 2: stored 0x1.8p+0 (1.5), now Infinity; 1 of 2 epochs differ",
            ])
    }
}
