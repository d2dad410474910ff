import Foundation
import Primitives
import Records
import Testing

@testable import Runner
@testable import Training

/// Traces as files, and words for a shell.
@Suite("Traces")
struct StepTraceTests {
    private static func table() -> StepTraceTable {
        let table = StepTraceTable()
        func step(_ number: Int, _ scalars: [(String, Float)] = []) {
            table.add(
                StepObservation(
                    epoch: (number + 1) / 2, step: number, rows: 16, loss: number == 3 ? .nan : 0.5,
                    parameterNorm: 2, updateNorm: 0.25, gradientNorm: 1e-9,
                    scalars: scalars.map { .init(name: $0.0, value: $0.1) }))
        }
        step(1, [("dog/rate", 0.125)])
        step(2)
        table.add([CurvePoint(epoch: 1, part: .train, name: "loss", value: 0.5)][...])
        step(3)
        step(4)
        table.add(
            [
                CurvePoint(epoch: 2, part: .train, name: "loss", value: .infinity),
                CurvePoint(epoch: 2, part: .validation, name: "accuracy", value: 1),
            ][...])
        return table
    }

    @Test("have a row per step, with the curves in the last one of each epoch")
    func csv() {
        #expect(
            Self.table().csv == """
                epoch,step,rows,loss,parameter_norm,update_norm,gradient_norm,dog/rate,train.loss,validation.accuracy
                1,1,16,0.5,2,0.25,1e-9,0.125,,
                1,2,16,0.5,2,0.25,1e-9,,0.5,
                2,3,16,NaN,2,0.25,1e-9,,,
                2,4,16,0.5,2,0.25,1e-9,,Infinity,1

                """)
    }

    @Test("have an object per step as JSON lines")
    func jsonLines() throws {
        let lines = Self.table().jsonLines.split(separator: "\n")
        #expect(lines.count == 4)
        let first = try JSONParser.parse(String(lines[0]))
        #expect(first["scalars"]?["dog/rate"]?.number == 0.125)
        #expect(first["curves"] == nil)
        let last = try JSONParser.parse(String(lines[3]))
        #expect(last["curves"]?["validation.accuracy"]?.number == 1)
        #expect(last["curves"]?["train.loss"]?.text == "Infinity")
    }

    @Test("words survive a real shell")
    func shell() throws {
        let words = [
            "plain", "dropout rate=0.2", "it's", "", "$HOME `id`", "a\nb", "\"", "--db", "ä/ß.sqlite", "*",
        ]
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "printf '%s\\0' " + ShellWord.line(words)]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let read = String(decoding: data, as: UTF8.self).split(
            separator: "\0", omittingEmptySubsequences: false)
        #expect(read.dropLast().map(String.init) == words)
        #expect(ShellWord.line(["bench", "run", "a b"]) == "bench run 'a b'")
    }
}
