import CZlib
import Foundation
import Numerics
import Primitives
import Testing

@testable import Datasets

/// Whatever bytes a file has, it is read, split and prepared, or refused with a reason; it never traps, hangs or
/// takes memory beyond its size.
///
/// `CSV_MUTATIONS=first:count` runs other mutations, for example `CSV_MUTATIONS=0:1000000`.
@Suite("Mutated CSV, ARFF and gzip files")
struct CSVMutationTests {
    private enum Format: CaseIterable { case csv, gzip, arff }

    private static let tables: [[UInt8]] = [
        "x,c,y\n1,red,a\n2.5,blue,b\n-3,red,a\n4,,b\nNA,blue,a\n6e2,red,b\n7,blue,a\n"
            + "8,red,b\n9,red,a\n0,blue,b\n",
        "\u{FEFF}\"x\",\"a b\",y\r\n\"1\",\"é,\"\"q\"\"\r\n\",0.5\r\n"
            + "2,\"u\",1.5\r\n3,\"u\",2\r\n4,v,1e-3\r\n5,v,.5\r\n",
        "a,y\n1e308,1\n-1e308,2\n1e-308,1\n5e-324,2\n0,1\n-0,2\n1.7e308,1\n3,2\n1,1\n2,2\n",
        "d;g;w;p;y\n2020-01-31;u;1;train;1,5\n1.2.2020;v;0,5;val;2,5\n2020-03-01;u;2;test;1,25\n"
            + "2020-03-02;w;1;train;3,5\n# c\n2020-03-03;w;1;train;4,5\n",
        "5.1  3.5\t1.4 0\n4.9  3.0\t1.4 1\n\n6.2  2.9\t4.3 0\n'a b' 2.0\t3.0 1\n",
    ].map { Array($0.utf8) }
    private static let arff: [[UInt8]] = [
        "% c\n@relation r\n@attribute x numeric\n@attribute 'c d' {red, \"b l\", 'g\\'n'}\n@attribute y {a,b}\n"
            + "@data\n1,red,a\n2.5,\"b l\",b\n{0 3, 2 b}\n-3,'g\\'n',a\n?,red,b\n4,?,a\n{1 red}\n",
        "@RELATION s\r\n@ATTRIBUTE t STRING\r\n@ATTRIBUTE d DATE \"yyyy-MM-dd\"\r\n@ATTRIBUTE v REAL\r\n"
            + "@ATTRIBUTE y INTEGER\r\n@DATA\r\nu,2020-01-01,1.5,7\r\nv,?,2,8\r\nu,2020-01-03,0.5,1\r\n",
    ].map { Array($0.utf8) }
    private static let tokens = [
        ",", "\n", "\r", "\r\n", "\"", "\"\"", "\0", "é", "NA", "1e999", "-1.7e308", "e", ".", "0", "9", " ",
        "\t", ";", "|", "'", "#", "\\", "{", "}", "@data\n", "@attribute z {p}\n", "?", "train", "2020-02-30",
        "31/12/1999", "%", "\u{FEFF}", ",y", "\n\n", "a,b,c\n", "nan",
    ].map { Array($0.utf8) }

    @Test("are read or refused")
    func mutations() throws {
        let range = ProcessInfo.processInfo.environment["CSV_MUTATIONS"]?.split(separator: ":").compactMap {
            Int($0)
        }
        let (first, count) = range?.count == 2 ? (range![0], range![1]) : (0, 6000)
        var (read, refused) = (0, 0)
        var slowest = Duration.zero
        let before = peakMemory()
        for round in first..<first + count {
            let start = ContinuousClock.now
            if try run(round) { read += 1 } else { refused += 1 }
            slowest = max(slowest, ContinuousClock.now - start)
        }
        #expect(read > count / 20)
        #expect(refused > count / 20)
        // Inputs have a kilobyte or two; a loaded machine may stop a thread for a while.
        #expect(slowest < .seconds(10), "the slowest input took \(slowest)")
        #expect(peakMemory() - before < 256 << 20)
    }

    /// Whether the mutation `round` was read rather than refused.
    private func run(_ round: Int) throws -> Bool {
        var stream = RandomStream(seed: round, name: "mutation")
        let format = Format.allCases[stream.integer(below: 8) % 3]
        let seeds = format == .arff ? Self.arff : Self.tables
        let seed = stream.integer(below: seeds.count)
        var bytes = seeds[seed]
        for _ in 0...stream.integer(below: 6) { mutate(&bytes, &stream) }
        if format == .gzip {
            bytes = gzip(bytes)
            if stream.integer(below: 4) == 0 { bytes += gzip(Self.tables[0]) }
            for _ in 0..<max(0, stream.integer(below: 5) - 2) { mutate(&bytes, &stream) }
        }
        let hasRoles = format != .arff && seed == 3
        var isRead = false
        do throws(BenchError) {
            let dataset = try load(bytes, format, hasRoles, &stream)
            isRead = true
            guard
                let scheme = try? HoldoutSplit(arguments: Arguments(for: HoldoutSplit.declaration.parameters))
            else { return isRead }
            let data = try prepare(dataset, split: try scheme.split(dataset, seed: round))
            for part in [data.train, data.validation, data.test] {
                if !part.inputs.allSatisfy(\.isFinite) || !part.targets.allSatisfy(\.isFinite) {
                    Issue.record("round \(round): a number is not finite")
                }
            }
        } catch {
            let isExpected = error.exitCode == .data || error.exitCode == .usage
            if !isExpected || error.diagnostics[0].message.isEmpty {
                Issue.record("round \(round): \(error)")
            }
        }
        return isRead
    }

    private func load(_ bytes: [UInt8], _ format: Format, _ hasRoles: Bool, _ stream: inout RandomStream)
        throws(BenchError) -> Dataset
    {
        var table = TableOptions(target: stream.integer(below: 3) == 0 ? nil : "y")
        func chance(_ parts: Int) -> Bool { stream.integer(below: parts) == 0 }
        table.keepsConstantColumns = chance(5)
        if chance(7) { table.task = chance(2) ? .regression : .classification }
        if chance(9) { table.keepsIdentifiers = true }
        if chance(9) { table.mostLevels = 2 }
        if chance(15) { table.categorical = ["x"] }
        if chance(20) { table.kinds = [("x", .ordinal), ("c", .levels(["red", "blue"]))] }
        if chance(9) { table.missingValues = ["-3", "u"] }
        if chance(12) { table.shape = [2, 1] }
        if chance(hasRoles ? 2 : 40) {
            (table.time, table.group, table.weight, table.splitColumn) = ("d", "g", "w", "p")
        }
        var dialect = CSVDialectRequest()
        if chance(6) { dialect.comment = UInt8(ascii: "#") }
        if chance(9) { dialect.isLatin1 = true }
        if chance(9) { dialect.hasHeader = chance(2) }
        if chance(9) { dialect.quote = CSVDialectRequest.quotes[stream.integer(below: 3)].name }
        if chance(9) { dialect.delimiter = CSVDialect.delimiters[stream.integer(below: 5)].name }
        if chance(9) { dialect.point = UInt8(ascii: ",") }
        let chunk = 1 + stream.integer(below: chance(2) ? 8 : 4096)
        let (dialectRequest, missing) = (dialect, table.missingValues)
        return try TableReader(
            source: ByteSource(bytes, path: format == .gzip ? "a.csv.gz" : "a", chunk: chunk), options: table,
            scanner: { planner -> any TableScanner in
                format == .arff
                    ? ARFFScanner(file: "a.arff", planner: planner, missing: missing) as any TableScanner
                    : CSVScanner(file: "a.csv", request: dialectRequest, planner: planner, missing: missing)
            }
        ).dataset()
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

    private func peakMemory() -> Int {
        var usage = rusage()
        #if os(Linux)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            return usage.ru_maxrss << 10
        #else
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss
        #endif
    }
}

/// `bytes` as one member of a gzip file.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
        &stream, 6, Z_DEFLATED, 16 + 15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + 1024)
    let count = input.withUnsafeMutableBufferPointer { source in
        output.withUnsafeMutableBufferPointer { target in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(target.count)
            deflate(&stream, Z_FINISH)
            return target.count - Int(stream.avail_out)
        }
    }
    return Array(output[..<count])
}
