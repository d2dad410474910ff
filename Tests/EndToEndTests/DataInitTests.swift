import Foundation
import Primitives
import Testing

/// A stranger's file: from `bench init` to a report in two commands, with no editing.
@Suite("bench init, from outside")
struct DataInitTests {
    /// The two commands that `bench init` printed, run as they stand, and the report.
    private func report(_ arguments: [String], in folder: ScratchFolder) throws -> String {
        let start = try BenchProcess.run(["init"] + arguments + ["--json"], in: folder.url)
        #expect(start.status == 0, "\(start.error)")
        guard case .array(let commands)? = try JSONParser.parse(start.output)["commands"], commands.count == 2
        else {
            Issue.record("two commands")
            return ""
        }
        var output = ""
        for command in commands {
            let words = command.text!.split(separator: " ").map(String.init)
            #expect(words.first == "bench")
            let result = try BenchProcess.run(Array(words.dropFirst()), in: folder.url)
            #expect(result.status == 0, "\(command): \(result.error)")
            output = result.output
        }
        return output
    }

    // What files from elsewhere have: a mark of byte order, quoted cells, missing cells, names with spaces, a row
    // number; in the third semicolons, decimal commas, dates and umlauts.
    static let classification =
        "\u{FEFF}No,\"width, cm\",height,colour,Kind of thing\n"
        + (0..<150).map { row in
            let width = row % 11 == 5 ? "" : "\(Double((row * 7919) % 1009) / 100)"
            let height = "\(Double((row * 104_729) % 997) / 50)"
            let colour = row % 13 == 3 ? "NA" : ["red", "\"dark \"\"blue\"\"\"", "\"sea, green\""][row % 3]
            let kind = (row * 7919) % 1009 + row % 200 > 560 ? "a thing" : "no"
            return "\(row + 1),\(width),\(height),\(colour),\(kind)\n"
        }.joined()

    static let regression =
        "id,a,b,ward,price\r\n"
        + (0..<160).map { row in
            let (a, b) = ((row * 7919) % 1009, (row * 104_729) % 997)
            return
                "\(900 + row),\(a),\(Double(b) / 8),w\(row % 4),\(Double(3 * a + b) / 16 + Double(row % 9))\r\n"
        }.joined()

    static let spreadsheet =
        "Kunde;Geburtstag;Größe;Ort;gekündigt\r\n"
        + (0..<150).map { row in
            let size = "\((row * 7919) % 1009),\(row % 10)"
            let place = row % 17 == 4 ? "" : ["Köln", "Bern", "Graz"][row % 3]
            let answer = (row * 7919) % 1009 + row % 300 > 600 ? "ja" : "nein"
            return
                "K-\(1000 + row);\(1 + row % 28).\(1 + row % 12).\(1950 + row % 50);\(size);\(place);\(answer)\r\n"
        }.joined()

    @Test("A spreadsheet's export, with semicolons, decimal commas, dates and identifiers")
    func export() throws {
        let folder = try ScratchFolder()
        try folder.write("Kunden.csv", Self.spreadsheet)
        let text = try report(["Kunden.csv", "--target", "gekündigt"], in: folder)
        #expect(text.contains("70 of 70 cells completed"), "\(text)")
        let suite = try String(contentsOf: folder.url.appendingPathComponent("Kunden.yaml"), encoding: .utf8)
        for note in ["decimal commas", "\"Geburtstag\" excluded", "\"Kunde\" excluded", "levels: Ort (3)"] {
            #expect(suite.contains(note), "\(note): \(suite)")
        }
    }

    @Test("A classification")
    func classification() throws {
        let folder = try ScratchFolder()
        try folder.write("My Things.csv", Self.classification)
        let text = try report(
            ["My Things.csv", "--target", "Kind of thing", "-o", "things.yaml"], in: folder)
        #expect(text.contains("Results of my-things") && text.contains("70 of 70 cells completed"), "\(text)")
        let suite = try String(contentsOf: folder.url.appendingPathComponent("things.yaml"), encoding: .utf8)
        #expect(suite.contains("label-smoothing"))
        #expect(suite.contains("\"No\""), "the row number is named: \(suite)")
        let plan = try BenchProcess.run(["plan", "things.yaml", "--resolved"], in: folder.url)
        #expect(plan.status == 0)
        #expect(suite.split(separator: "\n").allSatisfy { $0.count <= 140 })
    }

    @Test("A regression, with the suite in another folder")
    func regression() throws {
        let folder = try ScratchFolder()
        try FileManager.default.createDirectory(
            at: folder.url.appendingPathComponent("suites"), withIntermediateDirectories: true)
        try folder.write("prices.csv", Self.regression)
        let text = try report(["prices.csv", "--target", "price", "-o", "suites/p.yaml"], in: folder)
        #expect(text.contains("60 of 60 cells completed"), "\(text)")
        let suite = try String(
            contentsOf: folder.url.appendingPathComponent("suites/p.yaml"), encoding: .utf8)
        #expect(suite.contains("path: \"../prices.csv\""), "\(suite)")
        #expect(!suite.contains("label-smoothing"))
    }

    @Test("A column that is the target is excluded and said so; the run then passes the check")
    func leak() throws {
        let folder = try ScratchFolder()
        try folder.write(
            "leaky.csv",
            DataTests.table(rows: 120).replacingOccurrences(of: ",yes\n", with: ",yes,1\n")
                .replacingOccurrences(of: ",no\n", with: ",no,0\n")
                .replacingOccurrences(of: "level,y\n", with: "level,y,answer\n"))
        #expect(try BenchProcess.run(["init", "leaky.csv", "--target", "y"], in: folder.url).status == 0)
        let suite = try String(contentsOf: folder.url.appendingPathComponent("leaky.yaml"), encoding: .utf8)
        #expect(
            suite.contains("exclude: [answer]") && suite.contains("# excluded \"answer\": column"), "\(suite)"
        )
        #expect(try BenchProcess.run(["data", "check", "leaky.yaml"], in: folder.url).status == 0)
    }

    @Test("Without a file: a suite on synthetic data; nothing is replaced without --force")
    func template() throws {
        let folder = try ScratchFolder()
        let text = try report([], in: folder)
        #expect(text.contains("70 of 70 cells completed"), "\(text)")
        #expect(try BenchProcess.run(["init"], in: folder.url).status == 64)
        #expect(try BenchProcess.run(["init", "--force"], in: folder.url).status == 0)
        #expect(try BenchProcess.run(["init", "-o", "-"], in: folder.url).output.contains("kind: two-moons"))
    }
}
