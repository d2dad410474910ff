import Foundation
import Primitives
import Testing

@testable import Datasets

@Suite("Dates, identifiers and roles of columns")
struct RowRoleReadingTests {
    private func date(_ text: String) -> CalendarDate? {
        Array(text.utf8).withUnsafeBytes { CalendarDate($0) }
    }

    @Test(
        "Dates are read as Python's datetime reads them",
        arguments: [
            // datetime(...).timestamp() in UTC.
            ("1970-01-01", 0), ("2000-02-29", 951_782_400), ("1969-12-31T23:59:59Z", -1),
            ("2020-03-01 12:30", 1_583_065_800), ("2020-03-01T12:30:15.25+02:00", 1_583_058_615.25),
            ("2020-03-01T12:30:15-0130", 1_583_071_215), ("31.12.1999", 946_598_400),
            ("31/12/99", 946_598_400),
            ("12/31/1999", 946_598_400), ("12-31-1999 11:59:59 PM", 946_684_799),
            ("1 Mar 2020", 1_583_020_800),
            ("01-March-2020", 1_583_020_800), ("Mar 1, 2020", 1_583_020_800),
            ("March 1, 2020 12:00 am", 1_583_020_800),
            ("0001-01-01", -62_135_596_800), ("1900-02-28", -2_203_977_600), ("9999-12-31", 253_402_214_400),
        ] as [(String, Double)])
    func dates(text: String, seconds: Double) throws {
        #expect(try #require(date(text)).timestamp() == seconds)
    }

    @Test(
        "Other texts are no dates",
        arguments: [
            "2020-02-30", "1900-02-29", "2020-13-01", "31/31/2020", "1/2", "1.5.2", "1-2-3", "12:30",
            "20200101",
            "2020-01-01x", "2020-01-01T25:00", "2020-01-01T12:60", "Mai 1, 2020", "Marching 1, 2020",
            "1.2.3.4",
            "", "2020-01-01 ", "00/00/2020", "2020--01-01", "2020-01/01",
        ])
    func noDates(text: String) { #expect(date(text) == nil) }

    @Test("Day and month are told apart by the whole column, or the column is refused")
    func openDates() throws {
        func times(_ first: String, _ second: String) throws -> [Double]? {
            try load("x,t,y\n1,\(first),a\n2,\(second),b\n4,\(first),a\n") { $0.table.time = "t" }.roles.times
        }
        #expect(try times("01/02/2020", "13/02/2020") == [1_580_515_200, 1_581_552_000, 1_580_515_200])
        #expect(try times("01/02/2020", "02/13/2020") == [1_577_923_200, 1_581_552_000, 1_577_923_200])
        #expect(try times("2.5", "-1") == [2.5, -1, 2.5])
        let open = try failure { try times("01/02/2020", "03/04/2020") }
        #expect(open.description.contains("the month first or the day"))
        let both = try failure { try times("13/02/2020", "02/13/2020") }
        #expect(both.description.contains("others the day"))
        let neither = try failure { try times("2020-01-01", "soon") }
        #expect(neither.description.contains("neither a number nor a date: \"soon\""))
        #expect(neither.diagnostics[0].location?.line == 3)
    }

    @Test("Identifiers are left out with a note, or kept where asked")
    func identifiers() throws {
        let rows = (0..<40).map { "\(100 + ($0 * 7) % 40),u\($0),\($0 % 4).5,\($0 % 2)\n" }.joined()
        let dataset = try load("number,name,x,y\n" + rows)
        #expect(dataset.columns.map(\.name) == ["x"])
        #expect(
            dataset.notes.map(\.message).contains { $0.contains("\"number\" excluded: consecutive whole") })
        #expect(
            dataset.notes.map(\.message).contains {
                $0.contains("\"name\" excluded: 40 different texts in 40")
            })
        let kept = try load("number,name,x,y\n" + rows) { $0.table.keepsIdentifiers = true }
        #expect(kept.columns.map(\.name) == ["number", "name", "x"])
        let declared = try load("number,name,x,y\n" + rows) { $0.table.kinds = [("number", .numeric)] }
        #expect(declared.columns.map(\.name) == ["number", "x"])
        let only = try load("number,y\n" + (0..<40).map { "\($0),\($0 % 2)\n" }.joined())
        #expect(only.columns.map(\.name) == ["number"])
        let many = "c,x,y\n" + (0..<303).map { "t\($0 % 101),\($0 % 5),\($0 % 2)\n" }.joined()
        #expect(
            try load(many).notes.contains {
                $0.message.contains("\"c\" excluded: more than 100 different texts")
            })
        #expect(try load(many) { $0.table.mostLevels = 101 }.columns.map(\.name) == ["c", "x"])
        let forced = try failure { try load(many) { $0.table.categorical = ["c"] } }
        #expect(
            forced.description.contains("more than 100 levels") && forced.description.contains("max_levels"))
        let hashes =
            "h,x,y\n"
            + (0..<30).map { "0123456789abcde\(Array("0123456789abcdef")[$0 % 16]),\($0 % 7),\($0 % 2)\n" }
            .joined()
        #expect(try load(hashes).notes.contains { $0.message.contains("hexadecimal") })
    }

    @Test("Declared kinds win over what cells look like")
    func kinds() throws {
        let text =
            "s,o,z,d,y\nlow,10,1,2020-01-01,a\ntop,9,2,2020-01-02,b\nmid,10,1,2020-01-01,a\n,2,2,2020-01-01,a\n"
        let dataset = try load(text) {
            $0.table.kinds = [
                ("s", .levels(["low", "mid", "top"])), ("o", .ordinal), ("z", .exclude), ("d", .categorical),
            ]
        }
        #expect(dataset.columns.map(\.isOrdinal) == [true, true, false])
        #expect(
            dataset.columns[0].values == .categorical(codes: [0, 2, 1, -1], levels: ["low", "mid", "top"]))
        #expect(dataset.columns[1].values == .categorical(codes: [2, 1, 2, 0], levels: ["2", "9", "10"]))
        #expect(dataset.levels("d")?.count == 4)
        let undeclared = try failure { try load(text) { $0.table.kinds = [("s", .levels(["low", "mid"]))] } }
        #expect(undeclared.description.contains("\"top\" is none of its declared levels"))
        #expect(undeclared.diagnostics[0].location?.line == 3)
        let numeric = try failure { try load(text) { $0.table.kinds = [("s", .numeric)] } }
        #expect(numeric.description.contains("must be a number, found \"low\""))
        let target = try load(text) { $0.table.kinds = [("y", .levels(["b", "c", "a"]))] }
        #expect(target.task == .classification(classes: ["b", "a"]))
    }

    @Test("Groups, weights and parts are read, and what does not fit is refused with its line")
    func roles() throws {
        let text = "x,g,w,p,y\n1,u,1,train,a\n2,10,0,TEST,b\n4,u,2.5,,a\n5,9,1,valid,b\n"
        func read(_ text: String) throws -> Dataset {
            try load(text) {
                ($0.table.group, $0.table.weight, $0.table.splitColumn) = ("g", "w", "p")
                $0.table.exclude = ["g"]
            }
        }
        let dataset = try read(text)
        #expect(dataset.columns.map(\.name) == ["x"])
        #expect(dataset.roles.groups == .init(codes: [2, 0, 2, 1], names: ["10", "9", "u"]))
        #expect(dataset.roles.weights == [1, 0, 2.5, 1])
        #expect(dataset.roles.split == .parts([.train, .test, nil, .validation]))
        for (old, new, line, words) in [
            (",2.5,", ",-1,", 4, "negative: -1"), (",2.5,", ",,", 4, "\"w\" is missing"),
            (",2.5,", ",much,", 4, "found \"much\""), ("4,u,", "4,,", 4, "group \"g\" is missing"),
            ("valid", "tests", 5, "did you mean \"test\"?"),
        ] {
            let error = try failure { try read(text.replacingOccurrences(of: old, with: new)) }
            #expect(error.description.contains(words), "\(error)")
            #expect(error.diagnostics[0].location?.line == line)
        }
        let twice = try failure { try load(text) { ($0.table.group, $0.table.time) = ("g", "g") } }
        #expect(twice.description.contains("another role already"))
    }

    @Test("Folds are numbered from 0 or 1 without gaps")
    func folds() throws {
        func split(_ folds: [String]) throws -> RowRoles.GivenSplit? {
            try load("x,f,y\n" + folds.enumerated().map { "\($0).5,\($1),\($0 % 2)\n" }.joined()) {
                $0.table.splitColumn = "f"
            }.roles.split
        }
        #expect(try split(["1", "3", "2", "1"]) == .folds([0, 2, 1, 0], count: 3))
        #expect(try split(["0", "1", "0"]) == .folds([0, 1, 0], count: 2))
        for (folds, words) in [
            (["0", "2", "0"], "fold 1 has no row"), (["1", "1", "1"], "one fold only"),
            (["2", "3", "2"], "begin with 2"),
            (["0", "x", "1"], "\"x\" is no number"), (["0", "", "1"], "missing"),
            (["", "", ""], "missing in every row"),
            (["0", "99999999999999999999", "1"], "is no number"),
        ] { #expect(try failure { try split(folds) }.description.contains(words)) }
    }

    @Test("A split file has a line per row, and is part of what identifies the data")
    func splitFile() throws {
        try withTemporaryFolder { folder in
            func write(_ text: String, _ name: String) throws {
                try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
            }
            try write("x,y\n1,a\n2,b\n4,a\n", "a.csv")
            try write("train\r\ntest\r\n train \r\n\r\n", "s.txt")
            func read(_ name: String) throws -> Dataset {
                try csvSource("a.csv", target: "y", in: folder, ["split_file": .text(name)]).load()
            }
            let dataset = try read("s.txt")
            #expect(dataset.roles.split == .parts([.train, .test, .train]))
            #expect(try dataset.contentHash != csvSource("a.csv", target: "y", in: folder).load().contentHash)
            try write("train\ntest\n", "short.txt")
            #expect(
                try failure { try read("short.txt") }.description.contains(
                    "has 2 lines, the data have 3 rows"))
            try write("train\n\ntest\ntrain\n", "blank.txt")
            let blank = try failure { try read("blank.txt") }
            #expect(blank.diagnostics[0].location?.line == 2)
        }
    }

    @Test("A shape must have the product of its extents as columns, and keeps constant ones")
    func shapes() throws {
        let text = "a,b,c,d,y\n0,1,2,0,p\n0,2,1,0,q\n0,1,1,0,p\n"
        func read(_ shape: [Int]) throws -> Dataset {
            let arguments = try Arguments(
                ["path": .text("x.csv"), "shape": .integers(shape)], for: CSVSource.declaration.parameters)
            return try load(text) { $0.table = TableOptions(arguments) }
        }
        let dataset = try read([2, 2])
        #expect(dataset.shape == [2, 2] && dataset.columns.count == 4)
        #expect(
            try failure { try read([2, 3]) }.description.contains("2×3 needs 6 input columns, the file has 4")
        )
        #expect(try failure { try read([1_000_000, 1_000_000, 1_000_000]) }.exitCode == .data)
    }
}
