import Primitives
import Testing

@Suite("Reading parameters") struct ParameterTests {
    private func message(_ declaration: ParameterDeclaration, _ json: JSONValue) throws -> ParameterError {
        try #require(throws: ParameterError.self) { try declaration.value(reading: json) }
    }

    @Test("Each domain takes its values and says what it expects instead of others")
    func domains() throws {
        let real = ParameterDeclaration("r", .real(.halfOpen(0, 1)), "")
        #expect(try real.value(reading: 0) == .real(0))
        #expect(try real.value(reading: 0.5) == .real(0.5))
        #expect(try message(real, 1).message == "\"r\" must lie in [0, 1), found 1")
        #expect(try message(real, .real(.nan)).message.contains("must lie in"))
        #expect(try message(real, "a").message == "\"r\" expects a number, found text")
        #expect(
            try message(real, ["schedule": "linear"]).message == "\"r\" expects a number, found a mapping")

        let integer = ParameterDeclaration("i", .integer(1...9), "")
        #expect(try integer.value(reading: 9.0) == .integer(9))
        #expect(try message(integer, 0).message == "\"i\" must be at least 1, found 0")
        #expect(try message(integer, 10).message == "\"i\" must be at most 9, found 10")
        #expect(try message(integer, 1.5).message.contains("expects an integer"))
        #expect(try message(integer, 1e300).message.contains("expects an integer"))

        let choice = ParameterDeclaration("c", .choice(["relu", "tanh"]), "")
        #expect(try choice.value(reading: "relu") == .text("relu"))
        #expect(try message(choice, "relo").message == "\"c\" cannot be \"relo\" (did you mean \"relu\"?)")
        #expect(try message(choice, 1).allowed == ["relu", "tanh"])

        let boolean = ParameterDeclaration("b", .boolean, "")
        #expect(try boolean.value(reading: true) == .boolean(true))
        #expect(try message(boolean, 1).message == "\"b\" expects true or false, found an integer")

        let list = ParameterDeclaration("l", .integers(1...9, count: 1...2), "")
        #expect(try list.value(reading: [1, 2]) == .integers([1, 2]))
        #expect(try message(list, []).message.contains("needs 1 to 2 entries, found 0"))
        #expect(try message(list, [1, 2, 3]).message.contains("found 3"))
        #expect(try message(list, [0]).message.contains("at least 1"))
        #expect(try message(list, 1).message.contains("expects a list of integers"))

        let texts = ParameterDeclaration("t", .texts, "")
        #expect(try texts.value(reading: ["a"]) == .texts(["a"]))
        #expect(try message(texts, ["a", 1]).message.contains("expects a list of texts"))
    }

    @Test("Null is a value of optional parameters only")
    func optional() throws {
        let optional = ParameterDeclaration("o", .text, optional: true, "")
        #expect(optional.defaultValue == .absent)
        #expect(try optional.value(reading: nil) == .absent)
        #expect(try message(ParameterDeclaration("m", .text, ""), nil).message == "\"m\" needs a value")
    }

    @Test("A schedule must lie in the interval; a warm-up may start at its open end, but not end there")
    func schedules() throws {
        let rate = ParameterDeclaration.hyperparameter("lr", in: .positive, default: 1, "")
        let warm: JSONValue = ["schedule": "warmup", "length": 3, "then": 0.1]
        #expect(
            try rate.value(reading: warm) == .schedule(.warmup(length: 3, then: .constant(0.1), unit: .epoch))
        )
        #expect(
            try message(rate, ["schedule": "warmup", "length": 3, "then": 0]).message.contains(
                "(0, ∞), found 0"))
        let down: JSONValue = ["schedule": "linear", "from": 1, "to": 0]
        #expect(try message(rate, down).message.contains("found 0"))
        #expect(
            try message(rate, ["schedule": "warmup", "length": 1, "then": down]).message.contains("found 0"))
        let high = ParameterDeclaration.hyperparameter("h", in: .closed(1, 2), default: 1, "")
        #expect(
            try message(high, ["schedule": "warmup", "length": 3, "then": 2]).message.contains(
                "[1, 2], found 0"))
        #expect(try message(rate, "x").message == "\"lr\" expects a number or a schedule, found text")
    }

    @Test("Arguments fill in defaults and refuse what is missing or unknown")
    func arguments() throws {
        let declarations = [
            ParameterDeclaration("n", .integer(1...9), default: .integer(3), ""),
            ParameterDeclaration("path", .text, identifying: false, ""),
        ]
        let arguments = try Arguments(reading: ["path": "a"], for: declarations)
        #expect(arguments.integer("n") == 3)
        #expect(arguments.canonical.canonical == #"{"n":3}"#)
        #expect(arguments.complete.canonical == #"{"n":3,"path":"a"}"#)
        let missing = try #require(throws: ParameterError.self) {
            try Arguments(reading: [:], for: declarations)
        }
        #expect(missing.message == "\"path\" must be given")
        let unknown = try #require(throws: ParameterError.self) {
            try Arguments(reading: ["pth": "a"], for: declarations)
        }
        #expect(unknown.message == "unknown key \"pth\" (did you mean \"path\"?)")
        #expect(unknown.path == ["pth"])
        let wrong = try #require(throws: ParameterError.self) {
            try Arguments(reading: ["n": "a", "path": "b"], for: declarations)
        }
        #expect(wrong.path == ["n"])
    }
}

@Suite("Intervals") struct IntervalTests {
    @Test("Ends belong to an interval as its brackets say; NaN belongs to none")
    func contains() {
        #expect(Interval.closed(0, 1).contains(0) && Interval.closed(0, 1).contains(1))
        #expect(Interval.halfOpen(0, 1).contains(0) && !Interval.halfOpen(0, 1).contains(1))
        #expect(!Interval.open(0, 1).contains(0) && !Interval.open(0, 1).contains(1))
        #expect(!Interval.openClosed(0, 1).contains(0) && Interval.openClosed(0, 1).contains(1))
        #expect(Interval.nonNegative.contains(-0.0) && !Interval.positive.contains(0))
        for interval in [Interval.closed(0, 1), .all, .positive] { #expect(!interval.contains(.nan)) }
        #expect(!Interval.all.contains(.infinity) && !Interval.nonNegative.contains(.infinity))
    }

    @Test("It prints in mathematical notation")
    func description() {
        #expect(Interval.closed(0, 0.5).description == "[0, 0.5]")
        #expect(Interval.all.description == "(−∞, ∞)")
        #expect(Interval.openClosed(-1, 1e21).description == "(-1, 1e+21]")
    }
}
