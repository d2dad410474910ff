import Numerics
import Primitives
import Testing

@testable import Datasets

/// Whatever bytes a file has, it is read, split and prepared, or refused with a reason; it never traps.
@Suite("Mutated CSV files")
struct CSVMutationTests {
    private static let seeds: [[UInt8]] = [
        "x,c,y\n1,red,a\n2.5,blue,b\n-3,red,a\n4,,b\nNA,blue,a\n6e2,red,b\n7,blue,a\n"
            + "8,red,b\n9,red,a\n0,blue,b\n",
        "\u{FEFF}\"x\",\"a b\",y\r\n\"1\",\"é,\"\"q\"\"\r\n\",0.5\r\n"
            + "2,\"u\",1.5\r\n3,\"u\",2\r\n4,v,1e-3\r\n5,v,.5\r\n",
        "a,y\n1e308,1\n-1e308,2\n1e-308,1\n5e-324,2\n0,1\n-0,2\n1.7e308,1\n3,2\n1,1\n2,2\n",
    ].map { Array($0.utf8) }
    private static let tokens = [
        ",", "\n", "\r", "\r\n", "\"", "\"\"", "\0", "é", "NA", "1e999", "-1.7e308", "e", ".", "0", "9", " ",
        "\t",
        "\u{FEFF}", ",y", "\n\n", "a,b,c\n", "nan",
    ].map { Array($0.utf8) }

    @Test("are read or refused")
    func mutations() {
        var stream = RandomStream(seed: 20, name: "mutation")
        var (read, refused) = (0, 0)
        for round in 0..<6000 {
            var bytes = Self.seeds[round % Self.seeds.count]
            for _ in 0...stream.integer(below: 6) { mutate(&bytes, &stream) }
            do throws(BenchError) {
                let dataset = try load(bytes) { options in
                    options.table.keepsConstantColumns = round % 5 == 0
                    if round % 7 == 0 { options.table.task = .regression }
                }
                let arguments = try! Arguments(for: HoldoutSplit.declaration.parameters)
                let split = try HoldoutSplit(arguments: arguments).split(dataset, seed: round)
                let data = try prepare(dataset, split: split)
                for part in [data.train, data.validation, data.test] {
                    if !part.inputs.allSatisfy(\.isFinite) || !part.targets.allSatisfy(\.isFinite) {
                        Issue.record("a number is not finite: \(String(decoding: bytes, as: UTF8.self))")
                    }
                }
                read += 1
            } catch {
                if error.exitCode != .data { Issue.record("\(error)") }
                refused += 1
            }
        }
        #expect(read > 300)
        #expect(refused > 300)
    }

    private func mutate(_ bytes: inout [UInt8], _ stream: inout RandomStream) {
        let position = stream.integer(below: bytes.count + 1)
        switch stream.integer(below: 5) {
        case 0: bytes.insert(contentsOf: Self.tokens[stream.integer(below: Self.tokens.count)], at: position)
        case 1: bytes.removeSubrange(position..<min(bytes.count, position + stream.integer(below: 4)))
        case 2 where position < bytes.count: bytes[position] = UInt8(stream.integer(below: 256))
        case 3:
            let end = min(bytes.count, position + stream.integer(below: 30))
            bytes.insert(contentsOf: bytes[position..<end], at: stream.integer(below: bytes.count + 1))
        default: if stream.integer(below: 4) == 0 { bytes.removeSubrange(position...) }
        }
    }
}
