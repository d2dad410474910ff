import Testing

@Suite("The layers") struct LayeringTests {
    @Test("Every import under Sources is one that the table allows")
    func imports() {
        var violations: [String] = []
        var scanned = 0
        for file in Repository.files(under: "Sources") where file.hasSuffix(".swift") {
            let target = file.split(separator: "/")[1]
            guard let source = Repository.text(file) else {
                violations.append("\(file): cannot be read")
                continue
            }
            scanned += 1
            violations += ImportScanner.violations(in: source, file: file, target: String(target))
        }
        #expect(scanned > 20)
        #expect(violations.isEmpty, "\(violations.joined(separator: "\n"))")
    }

    @Test("C sources are in the C target only")
    func cSources() {
        let suffixes = [".c", ".h", ".cpp", ".cc", ".m", ".mm", ".s", ".S"]
        let stray = Repository.files(under: "Sources").filter { file in
            suffixes.contains { file.hasSuffix($0) }
                && !Layering.leaves.contains { file.hasPrefix("Sources/\($0)/") }
        }
        #expect(stray.isEmpty, "\(stray)")
    }

    @Test("Package.swift gives every target no more than the table allows")
    func manifest() throws {
        let manifest = try #require(Repository.text("Package.swift"))
        let targets = ManifestScanner.targets(in: manifest)
        let names = Set(targets.map(\.name))
        for rule in Layering.rules where !Layering.optional.contains(rule.target) {
            #expect(names.contains(rule.target), "Package.swift has no target \(rule.target)")
        }
        for target in targets {
            let rule = try #require(Layering.rule(for: target.name), "no rule for the target \(target.name)")
            let extra = target.dependencies.filter { !rule.mayImport.contains($0) }
            #expect(extra.isEmpty, "Package.swift: \(target.name) must not depend on \(extra)")
        }
    }

    @Test("The table itself has no cycle and points downwards")
    func table() {
        var seen = Layering.leaves.union([
            "Yams", "GRDB", "Subprocess", "System", "SystemPackage", "ArgumentParser",
        ])
        for rule in Layering.rules {
            #expect(rule.mayImport.isSubset(of: seen), "\(rule.target) points upwards")
            seen.insert(rule.target)
        }
    }

    @Test(
        "A planted import is found, in every form",
        arguments: [
            "import TensorCore", "@testable import TensorCore", "public import TensorCore",
            "\timport  TensorCore // x",
            "import struct TensorCore.Tensor",
            "@_spi(A B) @preconcurrency internal import class TensorCore.Graph",
            "import Primitives; import TensorCore", "/* a */ import TensorCore",
            "import TensorCore.Submodule",
            "#if os(Linux)\nimport TensorCore\n#endif", "@_exported import TensorCore", "import `TensorCore`",
        ])
    func planted(_ line: String) {
        let violations = ImportScanner.violations(
            in: "\n" + line, file: "Sources/Suites/X.swift", target: "Suites")
        #expect(violations.count == 1)
        #expect(
            violations.first?.contains("Suites must not import TensorCore; it may import Primitives") == true)
        #expect(
            violations.first?.hasPrefix("Sources/Suites/X.swift:\(line.hasPrefix("#if") ? 3 : 2): ") == true)
    }

    @Test(
        "Text that only looks like an import is none",
        arguments: [
            "// import TensorCore", "/// import TensorCore", "/* import\nimport TensorCore */",
            "let a = \"import TensorCore\"",
            "let s = \"\"\"\n    import TensorCore\n    \"\"\"", "let important = TensorCore",
            "/* /* */\nimport TensorCore */",
        ])
    func harmless(_ text: String) {
        #expect(ImportScanner.violations(in: text, file: "X.swift", target: "Suites").isEmpty)
    }

    @Test("Foundation is refused where no platform library may be used, and allowed elsewhere")
    func foundation() {
        for target in ["Primitives", "Records", "TensorCore", "Statistics"] {
            let found = ImportScanner.violations(in: "import Foundation", file: "X.swift", target: target)
            #expect(found.count == 1 && found[0].contains("not Foundation"))
        }
        #expect(
            ImportScanner.violations(in: "import Foundation\nimport Dispatch", file: "X", target: "Store")
                .isEmpty)
    }
}
