import Primitives

/// A terminal that knows the control sequences of the live display and nothing else.
///
/// Long lines wrap; at the bottom the screen scrolls.
struct TerminalEmulator {
    let columns: Int
    let rows: Int
    /// Everything that was ever on the screen, the lines scrolled away included.
    private(set) var lines: [[Character]] = [[]]
    private var row = 0
    private var column = 0
    private(set) var unknown: [String] = []

    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }

    /// The first line on the screen.
    private var top: Int { max(0, lines.count - rows) }

    /// The lines without spaces at their ends; empty ones at the end are left out.
    var text: [String] {
        var result = lines.map { line in
            var line = line
            while line.last == " " { line.removeLast() }
            return String(line)
        }
        while result.last?.isEmpty == true { result.removeLast() }
        return result
    }

    mutating func feed(_ text: String) {
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\r": column = 0
            case "\n":
                column = 0
                down()
            case "\u{1B}":
                var sequence = ""
                while let next = rest.popFirst() {
                    sequence.unicodeScalars.append(next)
                    if next != "[", (0x40...0x7E).contains(next.value) { break }
                }
                control(sequence)
            default: put(Character(scalar))
            }
        }
    }

    private mutating func down() {
        row += 1
        if row == lines.count { lines.append([]) }
    }

    private mutating func put(_ character: Character) {
        if column == columns {
            column = 0
            down()
        }
        while lines[row].count <= column { lines[row].append(" ") }
        lines[row][column] = character
        column += 1
    }

    private mutating func control(_ sequence: String) {
        switch sequence {
        case "[K": lines[row] = Array(lines[row].prefix(column))
        case "[J":
            lines[row] = Array(lines[row].prefix(column))
            lines.removeLast(lines.count - row - 1)
        case _ where sequence.hasSuffix("A"):
            row = max(top, row - (Int(sequence.dropFirst().dropLast()) ?? 1))
        default: unknown.append(sequence)
        }
    }
}
