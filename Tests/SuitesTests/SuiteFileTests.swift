import Foundation
import Primitives
import Suites
import Testing

@Suite("Suite files") struct SuiteFileTests {
    private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appendingPathComponent("suite.yaml")
        try Data(bytes).write(to: file)
        try body(file.path)
    }

    private func failure(_ path: String) throws -> String {
        let error = try #require(throws: BenchError.self) {
            try Suite.load(path: path, vocabulary: testVocabulary())
        }
        #expect(error.exitCode == .usage)
        #expect(error.diagnostics.first?.location?.file == path)
        return error.description
    }

    @Test("A missing file is a usage error that names the path")
    func missing() throws {
        #expect(try failure("no/such/suite.yaml").contains("no such file"))
    }

    @Test("A directory is a usage error")
    func directory() throws {
        #expect(try failure(FileManager.default.temporaryDirectory.path).contains("directory"))
    }

    @Test("A device is not read")
    func device() throws {
        #expect(try failure("/dev/zero").contains("regular file"))
    }

    @Test("Binary garbage is refused with its place")
    func garbage() throws {
        try withFile(Array("version: 1\nname: ".utf8) + [0xFF, 0xFE, 0x00]) { path in
            let message = try failure(path)
            #expect(message.contains(":2:7: error: is not UTF-8 text"))
        }
        try withFile([0x00, 0x01, 0x02, 0x7F]) { path in
            let message = try failure(path)
            #expect(message.contains("U+0000"))
        }
    }

    @Test("A file of more than 4 MiB is refused")
    func large() throws {
        try withFile([UInt8](repeating: 0x23, count: 4 << 20 + 1)) { path in
            let message = try failure(path)
            #expect(message.contains("larger than 4 MiB"))
        }
    }

    @Test("A file is read with a byte-order mark and Windows line ends")
    func windows() throws {
        let lines = small("training: {epochs: 3}").split(separator: "\n")
        let text = "\u{FEFF}" + lines.joined(separator: "\r\n")
        try withFile(Array(text.utf8)) { path in
            let suite = try Suite.load(path: path, vocabulary: testVocabulary())
            #expect(suite.training.arguments.integer("epochs") == 3)
            #expect(suite.path == path)
            #expect(path.hasPrefix(suite.baseDirectory + "/"))
        }
    }

    @Test("The base directory is that of the file")
    func baseDirectory() throws {
        for (path, directory) in [
            ("a.yaml", "."), ("x/y/a.yaml", "x/y"), ("/a.yaml", "/"), ("./a.yaml", "."),
        ] {
            let suite = try Suite.parse(text: small(), path: path, vocabulary: testVocabulary())
            #expect(suite.baseDirectory == directory)
        }
    }
}
