/// Plain text made safe for LaTeX, for pdfTeX with its usual fonts as well as for engines that know Unicode.
enum LaTeXText {
    /// The text with what has a meaning escaped and with commands for characters that pdfTeX has no glyph for; one
    /// that nothing is known of is shown by its number.
    static func escape(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = ""
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            // A letter with combining marks: the accents' commands take the letter.
            // Several hyphens in a row would become a dash.
            let isHyphens = scalar == "-" && index + 1 < scalars.count && scalars[index + 1] == "-"
            var marked = isHyphens ? "-{}" : piece(scalar)
            while index + 1 < scalars.count, let accent = accents[scalars[index + 1].value] {
                marked = "\\\(accent){\(marked)}"
                index += 1
            }
            result += marked
            index += 1
        }
        return result
    }

    /// As `escape`, with places to break long words at, such as paths and lists of parameters.
    static func breakable(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).map { word in
            guard word.unicodeScalars.count > 24 else { return escape(String(word)) }
            var parts: [String] = []
            var part = ""
            for character in word {
                part.append(character)
                if "/-_.,=:;&".contains(character) {
                    parts.append(part)
                    part = ""
                }
            }
            return (parts + [part]).map(escape).joined(separator: "\\allowbreak{}")
        }.joined(separator: " ")
    }

    /// About how many letters wide the text is.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { sum, scalar in
            if accents[scalar.value] != nil { return sum }
            let piece = piece(scalar)
            return sum + (piece.hasPrefix("\\texttt") ? 8 : 1)
        }
    }

    private static func piece(_ scalar: Unicode.Scalar) -> String {
        if let command = commands[scalar] { return command }
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: return " "
        case 0x20...0x7E: return String(Character(scalar))
        // Latin letters with accents, which inputenc knows; soft hyphens and the like are in the table.
        case 0xC0...0x17F
        where scalar.value != 0xD7 && scalar.value != 0xF7 && !unknownLatin.contains(scalar.value):
            return String(Character(scalar))
        default:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "\\texttt{[U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]}"
        }
    }

    /// Letters of Latin-1 and Latin Extended-A that the encodings of pdfTeX's usual fonts lack.
    private static let unknownLatin: Set<UInt32> = [
        0xD0, 0xDE, 0xF0, 0xFE, 0x104, 0x105, 0x110, 0x111, 0x118, 0x119, 0x126, 0x127, 0x12E, 0x12F, 0x138,
        0x13F, 0x140, 0x149, 0x14A, 0x14B, 0x166, 0x167, 0x172, 0x173, 0x17F,
    ]

    private static let accents: [UInt32: String] = [
        0x300: "`", 0x301: "'", 0x302: "^", 0x303: "~", 0x304: "=", 0x306: "u", 0x307: ".", 0x308: "\"",
        0x30A: "r", 0x30B: "H", 0x30C: "v", 0x327: "c",
    ]

    private static let commands: [Unicode.Scalar: String] = [
        "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "{\\char36}", "&": "\\&", "#": "\\#",
        "%": "\\%",
        "_": "\\_", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}", "<": "\\ensuremath{<}",
        ">": "\\ensuremath{>}", "|": "\\ensuremath{|}", "\"": "''",
        "`": "\\`{}", "\u{A0}": "~", "\u{AD}": "\\-", "\u{200B}": "\\allowbreak{}",
        "\u{202F}": "\\,", "\u{2009}": "\\,", "−": "\\ensuremath{-}", "±": "\\ensuremath{\\pm}",
        "×": "\\ensuremath{\\times}", "÷": "\\ensuremath{\\div}", "·": "\\ensuremath{\\cdot}",
        "≤": "\\ensuremath{\\le}", "≥": "\\ensuremath{\\ge}", "≠": "\\ensuremath{\\ne}",
        "≈": "\\ensuremath{\\approx}", "≪": "\\ensuremath{\\ll}", "≫": "\\ensuremath{\\gg}",
        "∞": "\\ensuremath{\\infty}", "√": "\\ensuremath{\\surd}", "∑": "\\ensuremath{\\sum}",
        "∏": "\\ensuremath{\\prod}", "∂": "\\ensuremath{\\partial}", "∇": "\\ensuremath{\\nabla}",
        "∈": "\\ensuremath{\\in}", "∼": "\\ensuremath{\\sim}", "∝": "\\ensuremath{\\propto}",
        "↑": "\\ensuremath{\\uparrow}", "↓": "\\ensuremath{\\downarrow}", "→": "\\ensuremath{\\to}",
        "←": "\\ensuremath{\\leftarrow}", "↔": "\\ensuremath{\\leftrightarrow}",
        "⇒": "\\ensuremath{\\Rightarrow}",
        "‖": "\\ensuremath{\\Vert}", "⌊": "\\ensuremath{\\lfloor}", "⌋": "\\ensuremath{\\rfloor}",
        "⌈": "\\ensuremath{\\lceil}", "⌉": "\\ensuremath{\\rceil}", "⊙": "\\ensuremath{\\odot}",
        "†": "\\ensuremath{\\dagger}", "‡": "\\ensuremath{\\ddagger}", "✓": "\\ensuremath{\\surd}",
        "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''", "„": ",,", "…": "\\ldots{}",
        "•": "\\ensuremath{\\bullet}", "§": "\\ensuremath{\\mathsection}",
        "¶": "\\ensuremath{\\mathparagraph}", "©": "(c)",
        "°": "\\ensuremath{^\\circ}",
        "µ": "\\ensuremath{\\mu}", "£": "\\ensuremath{\\mathsterling}", "¬": "\\ensuremath{\\neg}",
        "½": "\\ensuremath{\\frac12}", "¼": "\\ensuremath{\\frac14}", "¾": "\\ensuremath{\\frac34}",
        "¹": "\\ensuremath{^1}", "²": "\\ensuremath{^2}", "³": "\\ensuremath{^3}", "⁰": "\\ensuremath{^0}",
        "⁴": "\\ensuremath{^4}", "⁵": "\\ensuremath{^5}", "⁶": "\\ensuremath{^6}", "⁷": "\\ensuremath{^7}",
        "⁸": "\\ensuremath{^8}", "⁹": "\\ensuremath{^9}", "⁻": "\\ensuremath{^-}", "ᵀ": "\\ensuremath{^T}",
        "₀": "\\ensuremath{_0}", "₁": "\\ensuremath{_1}", "₂": "\\ensuremath{_2}", "₃": "\\ensuremath{_3}",
        "₄": "\\ensuremath{_4}", "₅": "\\ensuremath{_5}", "₆": "\\ensuremath{_6}", "₇": "\\ensuremath{_7}",
        "₈": "\\ensuremath{_8}", "₉": "\\ensuremath{_9}", "α": "\\ensuremath{\\alpha}",
        "β": "\\ensuremath{\\beta}", "γ": "\\ensuremath{\\gamma}", "δ": "\\ensuremath{\\delta}",
        "ε": "\\ensuremath{\\varepsilon}", "ζ": "\\ensuremath{\\zeta}", "η": "\\ensuremath{\\eta}",
        "θ": "\\ensuremath{\\theta}", "ι": "\\ensuremath{\\iota}", "κ": "\\ensuremath{\\kappa}",
        "λ": "\\ensuremath{\\lambda}", "μ": "\\ensuremath{\\mu}", "ν": "\\ensuremath{\\nu}",
        "ξ": "\\ensuremath{\\xi}", "π": "\\ensuremath{\\pi}", "ρ": "\\ensuremath{\\rho}",
        "σ": "\\ensuremath{\\sigma}", "τ": "\\ensuremath{\\tau}", "υ": "\\ensuremath{\\upsilon}",
        "φ": "\\ensuremath{\\varphi}", "χ": "\\ensuremath{\\chi}", "ψ": "\\ensuremath{\\psi}",
        "ω": "\\ensuremath{\\omega}", "Γ": "\\ensuremath{\\Gamma}", "Δ": "\\ensuremath{\\Delta}",
        "Θ": "\\ensuremath{\\Theta}", "Λ": "\\ensuremath{\\Lambda}", "Ξ": "\\ensuremath{\\Xi}",
        "Π": "\\ensuremath{\\Pi}", "Σ": "\\ensuremath{\\Sigma}", "Φ": "\\ensuremath{\\Phi}",
        "Ψ": "\\ensuremath{\\Psi}", "Ω": "\\ensuremath{\\Omega}", "ℓ": "\\ensuremath{\\ell}",
    ]
}
