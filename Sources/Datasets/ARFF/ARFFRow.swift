/// Writes a row of ARFF as a line of CSV: quotes as RFC 4180 has them, sparse rows in full.
struct ARFFRow {
    /// What a sparse row has where it says nothing, per attribute: 0, or the first level.
    let defaults: [[UInt8]]

    /// Rows of the attributes.
    init(_ attributes: [ARFFHeader.Attribute]) {
        defaults = attributes.map { attribute in
            switch attribute.kind {
            case .numeric: Array("0".utf8)
            case .nominal(let levels): Array(levels[0].utf8)
            case .string, .date: Array("?".utf8)
            }
        }
    }

    /// The line as CSV with its end; nil for blank lines and comments.
    func csv(_ line: UnsafeRawBufferPointer) throws(ARFFTokens.Fault) -> [UInt8]? {
        var tokens = ARFFTokens(line)
        guard let first = tokens.next, first != UInt8(ascii: "%") else { return nil }
        if first == UInt8(ascii: "{") { return try sparse(&tokens) }
        let special: [UInt8] = Array("'\"\\".utf8)
        guard line.contains(where: { special.contains($0) }) else { return Array(line) }
        var cells: [[UInt8]] = []
        repeat {
            // Two commas in a row leave a cell empty; what that means is for the columns to say.
            let isEmpty = tokens.next == nil || tokens.next == UInt8(ascii: ",")
            cells.append(isEmpty ? [] : try tokens.word(withSpaces: true))
        } while tokens.skip(",")
        try end(tokens)
        return Self.line(cells)
    }

    private func sparse(_ tokens: inout ARFFTokens) throws(ARFFTokens.Fault) -> [UInt8] {
        _ = tokens.skip("{")
        var cells = defaults
        var last = -1
        while !tokens.skip("}") {
            let start = tokens.position
            guard let index = Int(String(decoding: try tokens.word(), as: UTF8.self)),
                index > last, index < cells.count
            else {
                throw ARFFTokens.Fault(
                    message: "a sparse row needs ascending indices from 0 to \(cells.count - 1)",
                    position: start)
            }
            cells[index] = try tokens.word(withSpaces: true)
            last = index
            if !tokens.skip(","), tokens.next != UInt8(ascii: "}") {
                throw ARFFTokens.Fault(message: "a comma or } must follow a value", position: tokens.position)
            }
        }
        try end(tokens)
        return Self.line(cells)
    }

    private func end(_ tokens: ARFFTokens) throws(ARFFTokens.Fault) {
        guard tokens.next == nil else {
            throw ARFFTokens.Fault(message: "a comma must separate values", position: tokens.position)
        }
    }

    private static func line(_ cells: [[UInt8]]) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        var line: [UInt8] = []
        for (index, cell) in cells.enumerated() {
            if index > 0 { line.append(UInt8(ascii: ",")) }
            line.append(quote)
            for byte in cell {
                if byte == quote { line.append(quote) }
                line.append(byte)
            }
            line.append(quote)
        }
        line.append(0x0A)
        return line
    }
}
