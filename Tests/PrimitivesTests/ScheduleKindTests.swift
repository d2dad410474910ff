import Primitives
import Testing

@Suite("Reading the kinds of the schedule catalogue") struct ScheduleKindTests {
    private func read(_ text: String) throws -> Schedule { try Schedule(reading: JSONParser.parse(text)) }

    static let examples: [(text: String, label: String, bounds: [Double])] = [
        (#"{"schedule":"exponential","from":1,"gamma":0.5}"#, "exponential(1, gamma 0.5)", [1, 0]),
        (
            #"{"schedule":"exponential","from":1,"to":0.5,"rate":2,"begin":3}"#,
            "exponential(1, to 0.5, rate 2, begin 3)", [1, 0.5]
        ),
        (
            #"{"schedule":"polynomial","from":1,"power":2,"end":4,"unit":"step"}"#,
            "polynomial(1, power 2, end 4, unit step)", [1, 0]
        ),
        (#"{"schedule":"restarts","from":1,"to":0.25,"period":4}"#, "restarts(1→4, to 0.25)", [1, 0.25]),
        (
            #"{"schedule":"one-cycle","max":1,"div":4,"final_div":2}"#, "one-cycle(1, div 4, final_div 2)",
            [1, 0.125]
        ),
        (
            #"{"schedule":"wsd","value":1,"warmup":0.5,"shape":"sqrt"}"#, "wsd(1, warmup 0.5, shape sqrt)",
            [1, 0, 0]
        ),
        (#"{"schedule":"inverse-sqrt","value":1,"warmup":4}"#, "inverse-sqrt(1→4)", [0, 1]),
        (#"{"schedule":"cyclic","from":1,"to":2,"up":4}"#, "cyclic(1→2→4)", [1, 2]),
        (#"{"schedule":"plateau","value":1,"minimum":0.5}"#, "plateau(1, minimum 0.5)", [1, 0.5]),
    ]

    @Test("the canonical form has every field and reads back to the same schedule", arguments: examples)
    func canonical(_ example: (text: String, label: String, bounds: [Double])) throws {
        let schedule = try read(example.text)
        #expect(try Schedule(reading: JSONParser.parse(schedule.canonical.canonical)) == schedule)
        #expect(schedule.bounds == example.bounds)
        #expect(schedule.constantValue == nil)
        guard case .form(let form) = schedule, case .object(let members) = schedule.canonical else {
            Issue.record("not a form")
            return
        }
        #expect(form.label == example.label)
        let fields = type(of: form.kind).fields.map { $0.filter { $0 != "*" } }
        #expect(Set(members.keys) == Set(fields + ["schedule"]))
        #expect(try read(#"{"schedule":"cyclic","from":1,"to":2,"up":5}"#) != schedule)
    }

    @Test(
        "faults say where they are",
        arguments: [
            (#"{"schedule":"exponential","from":1}"#, "either", []),
            (#"{"schedule":"exponential","from":1,"gamma":1,"rate":1}"#, "either", []),
            (#"{"schedule":"exponential","from":1,"gamma":1.5}"#, "(0, 1]", ["gamma"]),
            (#"{"schedule":"exponental","from":1}"#, "did you mean \"exponential\"", ["schedule"]),
            (#"{"schedule":"polynomial","from":1,"power":0}"#, "(0, ∞)", ["power"]),
            (#"{"schedule":"polynomial","from":1,"begin":2,"end":1}"#, "after begin", ["end"]),
            (#"{"schedule":"restarts","from":1,"period":0.5}"#, "[1, ∞)", ["period"]),
            (#"{"schedule":"restarts","from":1}"#, "needs \"period\"", []),
            (#"{"schedule":"one-cycle","max":1,"pct_start":2}"#, "[0, 1]", ["pct_start"]),
            (#"{"schedule":"one-cycle","max":1,"shape":"cosin"}"#, "did you mean \"cosine\"", ["shape"]),
            (#"{"schedule":"wsd","value":1,"warmup":0.9}"#, "at most 1", ["decay"]),
            (#"{"schedule":"inverse-sqrt","value":1,"warmup":"x"}"#, "expected a number", ["warmup"]),
            (#"{"schedule":"cyclic","from":1,"to":2,"up":4,"mode":1}"#, "unknown mode", ["mode"]),
            (#"{"schedule":"inverse-sqrt"}"#, "an inverse-sqrt schedule needs", []),
            (#"{"schedule":"exponential"}"#, "an exponential schedule needs", []),
            (#"{"schedule":"one-cycle"}"#, "a one-cycle schedule needs", []),
            (#"{"schedule":"wsd","value":1,"form":"sqrt"}"#, "in a wsd schedule", ["form"]),
            (#"{"schedule":"wsd","value":1,"shape":"sqr"}"#, "\"sqr\" (did you mean \"sqrt\"?)", ["shape"]),
            (#"{"schedule":"cosine","from":1,"unit":"stpe"}"#, "\"stpe\" (did you mean \"step\"?)", ["unit"]),
            (#"{"schedule":"plateau","value":1,"patience":1.5}"#, "whole number", ["patience"]),
            (#"{"schedule":"plateau","value":1,"minimum":2}"#, "at most value", ["minimum"]),
            (#"{"schedule":"plateau","value":1,"monitor":"test"}"#, "unknown monitor", ["monitor"]),
            (#"{"schedule":"plateau","value":1,"unit":"step"}"#, "unknown key \"unit\"", ["unit"]),
        ] as [(String, String, [String])])
    func faults(_ text: String, _ words: String, _ path: [String]) throws {
        let error = try #require(throws: ParameterError.self) { try read(text) }
        #expect(error.message.contains(words), "\(error)")
        #expect(error.path == path)
    }

    @Test("any damage to a schedule is read or refused, and what is read has values")
    func mutations() throws {
        for example in Self.examples {
            let scalars = Array(example.text)
            for place in scalars.indices {
                for replacement in ["", "0", "-", "9", "\"", ",", "null"] {
                    var text = scalars.map(String.init)
                    text[place] = replacement
                    guard let json = try? JSONParser.parse(text.joined()),
                        let schedule = try? Schedule(reading: json)
                    else { continue }
                    let areFinite = schedule.bounds.allSatisfy { $0.isFinite }
                    #expect(areFinite, "\(text.joined())")
                }
            }
        }
    }
}
