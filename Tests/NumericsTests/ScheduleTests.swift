import Numerics
import Primitives
import Testing

@Suite("Schedules")
struct ScheduleTests {
    /// Values at every step of a training of four epochs of five steps.
    private func values(_ schedule: Schedule) -> [Double] {
        (0..<20).map { schedule.value(step: $0, stepsPerEpoch: 5, epochs: 4) }
    }

    @Test("linear by epoch is constant within an epoch and reaches its final value when training ends")
    func linear() {
        let values = values(.linear(from: 4, to: 0, begin: 0, end: nil, unit: .epoch))
        #expect(values == [4, 3, 2, 1].flatMap { [Double](repeating: $0, count: 5) })
        let reached = self.values(.linear(from: 3, to: 0, begin: 0, end: 3, unit: .epoch))
        #expect(reached == [3, 2, 1, 0].flatMap { [Double](repeating: $0, count: 5) })
    }

    @Test("an end that is not given is the end of training")
    func endOfTraining() {
        for (unit, end) in [(Schedule.Unit.step, 20.0), (.epoch, 4)] {
            #expect(
                values(.cosine(from: 1, to: 0, begin: 0, end: nil, unit: unit))
                    == values(.cosine(from: 1, to: 0, begin: 0, end: end, unit: unit)))
        }
    }

    @Test("linear by step; outside its span it is constant")
    func linearByStep() {
        let whole = values(.linear(from: 20, to: 0, begin: 0, end: nil, unit: .step))
        for (step, value) in whole.enumerated() { #expect(abs(value - Double(20 - step)) < 1e-12) }
        let part = values(.linear(from: 1, to: 5, begin: 4, end: 8, unit: .step))
        #expect(part == [1, 1, 1, 1, 1, 2, 3, 4] + [Double](repeating: 5, count: 12))
    }

    @Test("cosine is half a cosine: PyTorch's CosineAnnealingLR with T_max the number of epochs")
    func cosine() {
        let values = (0..<6).map {
            Schedule.cosine(from: 1, to: 0, begin: 0, end: 4, unit: .step).value(
                step: $0, stepsPerEpoch: 6, epochs: 1)
        }
        #expect(values[0] == 1 && values[4] == 0 && values[5] == 0)
        #expect(abs(values[1] - (1 + 0.5.squareRoot()) / 2) < 1e-15)
        #expect(abs(values[2] - 0.5) < 1e-15)
    }

    @Test("step multiplies at each of its times")
    func step() {
        let values = values(.step(value: 8, factor: 0.5, at: [1, 3], unit: .epoch))
        #expect(values == [8, 4, 4, 2].flatMap { [Double](repeating: $0, count: 5) })
    }

    @Test("warm-up multiplies what follows by a ramp")
    func warmup() {
        let values = values(.warmup(length: 4, then: .constant(8), unit: .step))
        #expect(values.prefix(6) == [2, 4, 6, 8, 8, 8])
    }

    @Test("piecewise interpolates or holds")
    func piecewise() {
        let points = [Schedule.Point(time: 2, value: 0), .init(time: 4, value: 4), .init(time: 6, value: 2)]
        let lines = values(.piecewise(points: points, interpolate: true, unit: .step))
        #expect(lines.prefix(9) == [0, 0, 0, 2, 4, 3, 2, 2, 2])
        let steps = values(.piecewise(points: points, interpolate: false, unit: .step))
        #expect(steps.prefix(9) == [0, 0, 0, 0, 4, 4, 2, 2, 2])
    }

    @Test("a window includes its begin and excludes its end")
    func window() {
        let values = values(.window(value: 1, outside: 0.5, begin: 1, end: 3, unit: .epoch))
        #expect(values == [0.5, 1, 1, 0.5].flatMap { [Double](repeating: $0, count: 5) })
    }

    @Test("a training of one step or one epoch divides by nothing")
    func shortest() {
        for unit in Schedule.Unit.allCases {
            let schedule = Schedule.cosine(from: 1, to: 0, begin: 0, end: nil, unit: unit)
            #expect(schedule.value(step: 0, stepsPerEpoch: 1, epochs: 1) == 1)
        }
    }

    @Test("lengths next to nothing and beyond every fit have values too")
    func extremes() throws {
        let lengths = ["1e-320", "1e-9", "0.1", "1e308"]
        let texts =
            lengths.flatMap { length in
                ["triangular", "triangular2", "exponential"].map {
                    #"{"schedule":"cyclic","from":1,"to":2,"up":\#(length),"mode":"\#($0)","gamma":0.9}"#
                } + [
                    #"{"schedule":"inverse-sqrt","value":1,"warmup":\#(length)}"#,
                    #"{"schedule":"polynomial","from":1,"power":\#(length)}"#,
                    #"{"schedule":"warmup","length":\#(length),"then":1}"#,
                ]
            } + [
                #"{"schedule":"restarts","from":1,"period":1e308,"multiplier":1e308}"#,
                #"{"schedule":"restarts","from":1,"period":1,"multiplier":1e308}"#,
                #"{"schedule":"exponential","from":1,"rate":1e308}"#,
                #"{"schedule":"exponential","from":1,"gamma":1e-320}"#,
                #"{"schedule":"one-cycle","max":1,"pct_start":0}"#,
                #"{"schedule":"one-cycle","max":1,"pct_start":1}"#,
                #"{"schedule":"one-cycle","max":1,"div":1e308,"final_div":1e308}"#,
                #"{"schedule":"wsd","value":1,"warmup":1,"decay":0}"#,
                #"{"schedule":"wsd","value":1,"warmup":0,"decay":1}"#,
            ]
        for text in texts {
            let schedule = try Schedule(reading: JSONParser.parse(text))
            let bounds = schedule.bounds
            for (perEpoch, epochs) in [(1, 1), (1, 7), (5, 1), (5, 7)] {
                for step in 0..<perEpoch * epochs {
                    let value = schedule.value(step: step, stepsPerEpoch: perEpoch, epochs: epochs)
                    #expect(value >= bounds.min()! && value <= bounds.max()!, "\(text) at \(step): \(value)")
                }
            }
        }
    }

    @Test("values stay within their bounds")
    func bounds() {
        let schedules: [Schedule] = [
            .linear(from: 0.3, to: 0.1, begin: 0, end: nil, unit: .step),
            .cosine(from: 0.1, to: 0.7, begin: 3, end: 11, unit: .step),
            .step(value: 0.9, factor: 0.3, at: [2, 7, 9], unit: .step),
            .warmup(length: 7, then: .constant(0.3), unit: .step),
        ]
        for schedule in schedules {
            let bounds = schedule.bounds
            for value in values(schedule) { #expect(value >= bounds.min()! && value <= bounds.max()!) }
        }
    }
}
