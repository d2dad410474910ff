import Primitives

extension SuiteSection {
    /// The version of the suite language.
    static let version = SuiteSection("version", isRequired: true) { node, reader in
        guard let node, !node.isFaulty else { return }
        guard node.scalar?.integer == 1 else {
            reader.findings.report(
                "\"version\" must be 1, found \(node.kindName)", at: node.place,
                remedy: "this program reads version 1 of the suite language")
            return
        }
    }

    /// The suite's name.
    static let name = SuiteSection("name", isRequired: true) { node, reader in
        guard let node, let name = node.text(as: "name", &reader.findings) else { return }
        guard isName(name) else {
            reader.findings.report(
                "\"\(name.clipped())\" cannot be a suite's name", at: node.place,
                remedy: "use lower-case letters and digits with single hyphens or underscores between them")
            return
        }
        reader.draft.name = name
    }

    /// What the suite is for, in free text.
    static let description = SuiteSection("description") { node, reader in
        guard let node, node.scalar != .null else { return }
        reader.draft.description = node.text(as: "description", &reader.findings)
    }

    private static func isName(_ name: String) -> Bool {
        guard name.utf8.count <= 100 else { return false }
        let words = name.utf8.split(omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
        return words.allSatisfy { word in
            !word.isEmpty && word.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
        }
    }
}
