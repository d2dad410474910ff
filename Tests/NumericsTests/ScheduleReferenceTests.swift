import Foundation
import Numerics
import Primitives
import Testing

/// Every kind of schedule against torch.optim.lr_scheduler or its paper's formula (`Reference/schedules.py`).
@Suite("Schedules against their references")
struct ScheduleReferenceTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        var schedule: [String: Field]
        var stepsPerEpoch: Int
        var epochs: Int
        var losses: [Double]?
        var values: [Double]
        var json: JSONValue { .object(schedule.mapValues(\.value)) }
        var testDescription: String { json.canonical }
    }

    enum Field: Decodable, Sendable {
        case number(Double)
        case text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        var value: JSONValue {
            switch self {
            case .number(let number): .real(number)
            case .text(let text): .string(text)
            }
        }
    }

    static let cases: [Case] = {
        let file = Bundle.module.url(forResource: "Reference/schedules", withExtension: "json")!
        return try! JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
    }()

    @Test("values at every step", arguments: cases)
    func values(item: Case) throws {
        let schedule = try Schedule(reading: item.json)
        #expect(item.values.count == item.stepsPerEpoch * item.epochs)
        let bounds = schedule.bounds
        for (step, expected) in item.values.enumerated() {
            // The losses of later epochs must not matter.
            let history = ScheduleHistory(train: item.losses ?? [], validation: [0, 1, 2])
            let value = schedule.value(
                step: step, stepsPerEpoch: item.stepsPerEpoch, epochs: item.epochs, history: history)
            #expect(abs(value - expected) <= 1e-12, "step \(step): \(value), \(expected)")
            #expect(value >= bounds.min()! - 1e-15 && value <= bounds.max()! + 1e-15)
        }
    }

    @Test("a scaled schedule has every value scaled, and its times as they were", arguments: cases)
    func scaled(item: Case) throws {
        let schedule = try Schedule(reading: item.json)
        #expect(schedule.scaled(by: 1).canonical.canonical == schedule.canonical.canonical)
        let large = schedule.scaled(by: 10)
        let history = ScheduleHistory(train: item.losses ?? [], validation: [0, 1, 2])
        for (step, expected) in item.values.enumerated() {
            let value = large.value(
                step: step, stepsPerEpoch: item.stepsPerEpoch, epochs: item.epochs, history: history)
            #expect(abs(value - 10 * expected) <= 1e-11, "step \(step): \(value), \(expected)")
        }
    }

    @Test("every kind of the catalogue has a reference")
    func complete() {
        let tested = Set(
            Self.cases.compactMap { if case .text(let kind)? = $0.schedule["schedule"] { kind } else { nil } }
        )
        #expect(tested == Set(ScheduleCatalogue.all.map { $0.name }))
    }

    @Test("a plateau follows the part it monitors, also inside a warm-up")
    func monitored() throws {
        let text =
            #"{"schedule":"warmup","length":2,"then":{"schedule":"plateau","value":1,"factor":0.5,"patience":0,"#
            + #""monitor":"validation"}}"#
        let schedule = try Schedule(reading: JSONParser.parse(text))
        #expect(schedule.monitored == .validation)
        let history = ScheduleHistory(train: [3, 2, 1], validation: [1, 2, 0.5])
        let values = (0..<4).map {
            schedule.value(step: $0, stepsPerEpoch: 1, epochs: 4, history: history)
        }
        #expect(values == [0.5, 1, 0.5, 0.5])
    }

    @Test("a fit of one step divides by nothing")
    func shortest() throws {
        for text in [
            #"{"schedule":"one-cycle","max":1}"#, #"{"schedule":"wsd","value":1,"decay":1}"#,
            #"{"schedule":"wsd","value":1,"decay":0}"#, #"{"schedule":"polynomial","from":1}"#,
        ] {
            let schedule = try Schedule(reading: JSONParser.parse(text))
            #expect(schedule.value(step: 0, stepsPerEpoch: 1, epochs: 1) == 1)
        }
    }
}
