import Testing

@Suite("House rules") struct HouseRuleTests {
    @Test("No file under Sources is longer than 450 lines")
    func length() {
        let long = Repository.files(under: "Sources").compactMap { file -> String? in
            let count =
                Repository.text(file)?.split(separator: "\n", omittingEmptySubsequences: false).count ?? 0
            return count > 451 ? "\(file): \(count - 1) lines" : nil
        }
        #expect(long.isEmpty, "\(long)")
    }

    @Test("No tracked file mentions a path of somebody's machine")
    func machinePaths() {
        guard let files = Repository.trackedFiles() else { return }
        // Put together here, so that this file does not mention them.
        let forbidden = ["ho" + "me", "wo" + "rk", "tm" + "p", "ro" + "ot", "Us" + "ers"].map {
            "/" + $0 + "/"
        }
        var found: [String] = []
        for file in files {
            guard let text = Repository.text(file) else { continue }
            for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                for path in forbidden where mentions(line, path) {
                    found.append("\(file):\(index + 1): \(path)")
                }
            }
        }
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    /// Whether `path` begins a path in `line`, rather than standing inside one (docs/work/x) or an address.
    private func mentions(_ line: Substring, _ path: String) -> Bool {
        var rest = line
        while let range = rest.firstRange(of: path) {
            let before =
                range.lowerBound == line.startIndex ? nil : line[line.index(before: range.lowerBound)]
            let isInside = before.map { $0.isLetter || $0.isNumber || "._-/}$~".contains($0) } ?? false
            if !isInside { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }

    @Test("The search for paths sees a planted one and leaves others alone")
    func planted() {
        let path = "/" + "home" + "/"
        #expect(mentions("see \(path)x/y"[...], path))
        #expect(mentions("\(path)x"[...], path))
        #expect(!mentions("docs\(path)x and https://example.org\(path)"[...], path))
    }
}
