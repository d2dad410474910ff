import Primitives
import Testing

@Suite("Reading schedules") struct ScheduleTests {
    private func read(_ text: String) throws -> Schedule { try Schedule(reading: JSONParser.parse(text)) }

    @Test("Every kind is read, with its defaults")
    func kinds() throws {
        #expect(try read("0.5") == .constant(0.5))
        #expect(try read("2") == .constant(2))
        #expect(try read(#"{"schedule":"constant","value":3}"#) == .constant(3))
        #expect(
            try read(#"{"schedule":"linear","from":1,"to":0}"#)
                == .linear(from: 1, to: 0, begin: 0, end: nil, unit: .epoch))
        #expect(
            try read(#"{"schedule":"cosine","from":1,"begin":2,"end":9,"unit":"step"}"#)
                == .cosine(from: 1, to: 0, begin: 2, end: 9, unit: .step))
        #expect(
            try read(#"{"schedule":"step","value":1,"at":[3,6]}"#)
                == .step(value: 1, factor: 0.1, at: [3, 6], unit: .epoch))
        #expect(
            try read(#"{"schedule":"warmup","length":5,"then":0.1}"#)
                == .warmup(length: 5, then: .constant(0.1), unit: .epoch))
        #expect(
            try read(#"{"schedule":"piecewise","points":[[0,1],[5,0]],"interpolate":false}"#)
                == .piecewise(
                    points: [.init(time: 0, value: 1), .init(time: 5, value: 0)], interpolate: false,
                    unit: .epoch))
        #expect(
            try read(#"{"schedule":"window","value":1,"end":null}"#)
                == .window(value: 1, outside: 0, begin: 0, end: nil, unit: .epoch))
    }

    @Test(
        "The canonical form reads back to the same schedule",
        arguments: [
            #"{"schedule":"linear","from":1,"to":0.25,"end":4}"#,
            #"{"schedule":"cosine","from":1,"unit":"step"}"#,
            #"{"schedule":"step","value":1,"factor":0.5,"at":[3,6]}"#,
            #"{"schedule":"warmup","length":2,"then":{"schedule":"warmup","length":1,"then":1}}"#,
            #"{"schedule":"piecewise","points":[[0,1]]}"#,
            #"{"schedule":"window","value":1,"begin":1,"end":2}"#, "0.125",
        ])
    func canonical(_ text: String) throws {
        let schedule = try read(text)
        #expect(try Schedule(reading: schedule.canonical) == schedule)
        #expect(try Schedule(reading: JSONParser.parse(schedule.canonical.canonical)) == schedule)
    }

    @Test(
        "Faults say where they are",
        arguments: [
            (#""x""#, "found text", []), ("[1]", "found a list", []),
            ("{}", "needs the key \"schedule\"", []),
            (#"{"schedule":1}"#, "needs the key", []),
            (#"{"schedule":"liner"}"#, "did you mean \"linear\"", ["schedule"]),
            (#"{"schedule":"linear","from":1}"#, "needs \"to\"", []),
            (#"{"schedule":"linear","from":1,"to":0,"form":1}"#, "did you mean \"from\"", ["form"]),
            (#"{"schedule":"linear","from":"a","to":0}"#, "expected a number", ["from"]),
            (#"{"schedule":"linear","from":1,"to":0,"begin":3,"end":3}"#, "after begin", ["end"]),
            (#"{"schedule":"linear","from":1,"to":0,"end":"x"}"#, "expected a number", ["end"]),
            (#"{"schedule":"linear","from":1,"to":0,"unit":"day"}"#, "unknown unit", ["unit"]),
            (#"{"schedule":"step","value":1,"at":[]}"#, "list of numbers", ["at"]),
            (#"{"schedule":"step","value":1,"at":[2,1]}"#, "must increase", ["at"]),
            (#"{"schedule":"step","value":1,"at":["a"]}"#, "list of numbers", ["at"]),
            (#"{"schedule":"warmup","length":0,"then":1}"#, "above 0", ["length"]),
            (
                #"{"schedule":"warmup","length":1,"then":{"schedule":"linear","from":1,"too":2}}"#,
                "unknown key", ["then", "too"]
            ),
            (#"{"schedule":"piecewise","points":[]}"#, "pairs", ["points"]),
            (#"{"schedule":"piecewise","points":[[1]]}"#, "pairs", ["points"]),
            (#"{"schedule":"piecewise","points":[[1,1],[1,2]]}"#, "must increase", ["points"]),
            (#"{"schedule":"piecewise","points":[[1,1]],"interpolate":1}"#, "true or false", ["interpolate"]),
            (#"{"schedule":"window","value":null}"#, "\"value\" is missing", []),
        ] as [(String, String, [String])])
    func faults(_ text: String, _ words: String, _ path: [String]) throws {
        let error = try #require(throws: ParameterError.self) { try read(text) }
        #expect(error.message.contains(words), "\(error)")
        #expect(error.path == path)
    }

    @Test("Numbers that are not finite are refused")
    func finite() {
        #expect(throws: ParameterError.self) { try Schedule(reading: .real(.nan)) }
        #expect(throws: ParameterError.self) {
            try Schedule(reading: ["schedule": "linear", "from": .real(.infinity), "to": 0])
        }
    }

    @Test("Bounds enclose every value")
    func bounds() throws {
        #expect(try read(#"{"schedule":"step","value":8,"factor":0.5,"at":[1,2]}"#).bounds == [8, 4, 2])
        #expect(try read(#"{"schedule":"warmup","length":2,"then":3}"#).bounds == [0, 3])
        #expect(try read(#"{"schedule":"window","value":2,"outside":-1}"#).bounds == [2, -1])
        #expect(try read(#"{"schedule":"piecewise","points":[[0,4],[1,6]]}"#).bounds == [4, 6])
        #expect(Schedule.constant(1).constantValue == 1)
        #expect(try read(#"{"schedule":"linear","from":1,"to":1}"#).constantValue == nil)
    }
}
