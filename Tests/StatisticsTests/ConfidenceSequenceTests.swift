import Numerics
import Statistics
import Testing

@Suite("Intervals that hold at all times") struct ConfidenceSequenceTests {
    /// Values with mean m and standard error e of the mean under the variance factor.
    private func sample(_ count: Int, t: Double, resampling: Resampling) -> [Double] {
        // Two groups around 0 with sample variance 1, moved to t standard errors.
        let raw = (0..<count).map { Double($0) - Double(count - 1) / 2 }
        let deviation = sampleVariance(raw)!.squareRoot()
        let shift = t * resampling.meanVarianceFactor(count: count).squareRoot()
        return raw.map { $0 / deviation + shift }
    }

    @Test("the evidence is the ratio of the mixed noncentral t to the central one") func evidence() throws {
        for reference in try BayesianReference.load().evidence {
            let resampling: Resampling =
                reference.ratio == 0 ? .independent : .repeatedSplits(testToTrain: reference.ratio)
            let sequence = ConfidenceSequence(effectVariance: reference.g, resampling: resampling)
            let values = sample(reference.count, t: reference.t, resampling: resampling)
            let ours = DeterministicMath.exp(sequence.logEvidence(values))
            #expect(agree(ours, reference.evidence, 1e-8))
        }
    }

    @Test("the interval holds the means that the evidence does not refute") func duality() throws {
        var random = RandomStream(seed: 5, name: "duality")
        for resampling in [Resampling.independent, .repeatedSplits(testToTrain: 0.25)] {
            let sequence = ConfidenceSequence(level: 0.9, effectVariance: 2, resampling: resampling)
            for count in [8, 20, 100] {
                let values = (0..<count).map { _ in 0.3 + random.normal() }
                let interval = try #require(sequence.interval(values))
                let bound = DeterministicMath.log(10)
                for end in [interval.lower, interval.upper] {
                    #expect(abs(sequence.logEvidence(values, against: end) - bound) < 1e-9)
                }
                #expect(sequence.logEvidence(values, against: interval.upper + 0.01) > bound)
            }
        }
    }

    @Test("with few values the interval is the whole line, then it is wider than Student's") func early()
        throws
    {
        let sequence = ConfidenceSequence()
        let values = [0.1, 0.4, 0.2, 0.3, 0.25, 0.15]
        for count in 0...4 { #expect(sequence.interval(Array(values.prefix(count))) == nil) }
        let interval = try #require(sequence.interval(values))
        let student = try #require(tInterval(values))
        #expect(interval.lower < student.lower && interval.upper > student.upper)
        #expect(sequence.p([]) == 1 && sequence.p([1]) == 1)
        // All values equal and not 0: the evidence is at its bound, r^((n − 1) / 2).
        #expect(agree(sequence.logEvidence([1, 1, 1]), DeterministicMath.log(4), 1e-12))
        #expect(sequence.logEvidence([0, 0, 0]) < 0)
    }

    @Test("p never grows, and is the smallest 1 / E so far") func p() {
        var random = RandomStream(seed: 6, name: "p")
        let values = (0..<40).map { _ in 0.5 + random.normal() }
        let sequence = ConfidenceSequence()
        let all = (0...40).map { sequence.p(Array(values.prefix($0))) }
        #expect(zip(all, all.dropFirst()).allSatisfy { $0 >= $1 })
        #expect(all[40] < 0.05)
    }

    /// 2,000 experiments without an effect, looked at after every value from 2 to 60: at most 5 % may ever be
    /// called a difference.
    ///
    /// The bound is 5 % plus three standard errors. Stopping at the first p of Student's t below 0.05 errs in
    /// a third of them.
    @Test("looking after every value errs in at most 5 % of experiments", arguments: [0.0, 0.25])
    func typeOneError(ratio: Double) {
        let resampling: Resampling = ratio == 0 ? .independent : .repeatedSplits(testToTrain: ratio)
        let sequence = ConfidenceSequence(resampling: resampling)
        let critical = (0...60).map { sequence.criticalT(count: $0) ?? .infinity }
        let naive = (0...60).map {
            $0 < 2 ? .infinity : StudentT(degreesOfFreedom: Double($0 - 1)).quantile(0.975)
        }
        var random = RandomStream(seed: 7, name: "peeking")
        var (alarms, naiveAlarms) = (0, 0)
        for _ in 0..<2_000 {
            let common = ratio.squareRoot() * random.normal()
            var (mean, squares) = (0.0, 0.0)
            var (isAlarm, isNaiveAlarm) = (false, false)
            for count in 1...60 {
                let value = common + random.normal()
                let distance = value - mean
                mean += distance / Double(count)
                squares += distance * (value - mean)
                guard count >= 2 else { continue }
                let factor = resampling.meanVarianceFactor(count: count)
                let t = abs(mean) / (squares / Double(count - 1) * factor).squareRoot()
                isAlarm = isAlarm || t >= critical[count]
                isNaiveAlarm = isNaiveAlarm || t >= naive[count]
            }
            alarms += isAlarm ? 1 : 0
            naiveAlarms += isNaiveAlarm ? 1 : 0
        }
        #expect(Double(alarms) / 2_000 <= 0.05 + 3 * (0.05 * 0.95 / 2_000).squareRoot())
        #expect(alarms > 20, "a guarantee by never deciding would be none")
        #expect(Double(naiveAlarms) / 2_000 > 0.1)
    }
}
